import { startDgraphServer } from '../servers/dgraph.js';
import { describeSdk } from '../support/describe-sdk.js';

// Dgraph's SDK: google-protobuf's classic `*_pb` messages and clients.
describeSdk('google-protobuf', {
  startServer: startDgraphServer,
  doors: ['interceptor', 'register'],
  methods: ['CheckVersion', 'Query', 'CommitOrAbort'].map((name) => `/api.Dgraph/${name}`),
  words: ['v24.0.0', 'blank-0', 'Emma', 'Unclosed action'],
});
