import { startFirestore } from '../servers/firestore.js';
import { describeSdk } from '../support/describe-sdk.js';

// A server that nobody here wrote, with a copy of grpc-js of its own; Listen is a bidirectional call.
describeSdk('firestore', {
  startServer: startFirestore,
  doors: ['channel', 'register'],
  methods: ['BatchGetDocuments', 'Commit', 'Listen', 'RunQuery'].map(
    (name) => `/google.firestore.v1.Firestore/${name}`,
  ),
  // Ended by the client; this server does not answer that.
  leftOpen: ['/google.firestore.v1.Firestore/Listen'],
  words: ['Walden', 'modified', 'no entity to update'],
});
