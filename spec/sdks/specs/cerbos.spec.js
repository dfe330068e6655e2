import { startCerbos } from '../servers/cerbos.js';
import { describeSdk } from '../support/describe-sdk.js';

// A server that nobody here wrote, in Go.
describeSdk('cerbos', {
  startServer: startCerbos,
  doors: ['interceptor', 'channel', 'register'],
  methods: [
    '/cerbos.svc.v1.CerbosService/ServerInfo',
    '/cerbos.svc.v1.CerbosService/CheckResources',
    '/cerbos.svc.v1.CerbosService/PlanResources',
    '/cerbos.svc.v1.CerbosAdminService/AddOrUpdatePolicy',
    '/cerbos.svc.v1.CerbosAdminService/DeletePolicy',
    '/cerbos.svc.v1.CerbosAdminService/ListAuditLogEntries',
    '/cerbos.svc.v1.CerbosAdminService/ListPolicies',
  ],
  words: ['KIND_CONDITIONAL', 'value is required', 'PolicyStoreIntegrityViolated', 'incorrect credentials'],
});
