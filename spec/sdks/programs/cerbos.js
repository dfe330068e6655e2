import { file_cerbos_svc_v1_svc } from '@cerbos/api/cerbos/svc/v1/svc_pb';
import { GRPC } from '@cerbos/grpc';
import { descriptorSet } from '../support/descriptor-set.js';

export const cassetteOptions = { schema: descriptorSet(file_cerbos_svc_v1_svc), ignore: ['request_id'] };

const ROLES = {
  derivedRoles: {
    name: 'readers',
    definitions: [
      { name: 'owner', parentRoles: ['USER'], condition: { match: { expr: 'R.attr.owner == P.id' } } },
    ],
  },
};
const POLICY = {
  resourcePolicy: {
    resource: 'document',
    version: 'default',
    importDerivedRoles: ['readers'],
    rules: [
      { actions: ['view'], effect: 'EFFECT_ALLOW', roles: ['USER'] },
      { actions: ['edit'], effect: 'EFFECT_ALLOW', derivedRoles: ['owner'] },
    ],
  },
};

export async function run({ address, options, hear }) {
  const adminCredentials = { username: 'cerbos', password: 'cerbosAdmin' };
  const cerbos = new GRPC(address, { tls: false, adminCredentials, channelOptions: options });
  hear('server', await cerbos.serverInfo());
  hear('added', await cerbos.addOrUpdatePolicies({ policies: [ROLES, POLICY] }));
  const principal = { id: 'emma', roles: ['USER'], attr: { tier: 'PREMIUM', since: 1815 } };
  const resource = { kind: 'document', id: '1', attr: { owner: 'emma', tags: ['a', 'b'] } };
  hear('allowed', await cerbos.isAllowed({ principal, resource, action: 'view' }));
  const resources = ['emma', 'anne'].map((owner, index) => ({
    resource: { kind: 'document', id: `${index}`, attr: { owner } },
    actions: ['view', 'edit', 'burn'],
  }));
  hear('checked', await cerbos.checkResources({ principal, resources, includeMetadata: true }));
  hear('planned', await cerbos.planResources({ principal, resource: { kind: 'document' }, action: 'edit' }));
  await listDecisions(cerbos, 3, hear);
  const rules = [{ actions: [], roles: [], effect: 'EFFECT_ALLOW' }];
  const broken = { resourcePolicy: { resource: 'a/b c', version: 'default', rules } };
  hear('invalid', await cerbos.addOrUpdatePolicies({ policies: [broken] }).catch((error) => error));
  // What stands in the way is told in the details of the status.
  hear('in use', await cerbos.deletePolicies({ ids: ['derived_roles.readers'] }).catch((error) => error));
  cerbos.close();
  const password = 'guessed';
  const stranger = new GRPC(address, {
    tls: false,
    adminCredentials: { username: 'cerbos', password },
    channelOptions: options,
  });
  hear('denied', await stranger.listPolicies().catch((error) => error));
  stranger.close();
}

/** Cerbos writes its log when it has time to. */
async function listDecisions(cerbos, count, hear) {
  const entries = [];
  while (entries.length < count) {
    entries.length = 0;
    for await (const entry of cerbos.listDecisionLogEntries({ filter: { tail: 5 } })) entries.push(entry);
  }
  hear('decisions', entries);
}
