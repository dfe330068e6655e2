import { startFirestore } from '../servers/firestore.js';
import { describeSdk } from '../support/describe-sdk.js';

const suite = {
  startServer: startFirestore,
  doors: ['channel', 'register'],
  methods: ['Commit', 'Listen'].map((name) => `/google.firestore.v1.Firestore/${name}`),
  // Ended by the client; this server does not answer that.
  leftOpen: ['/google.firestore.v1.Firestore/Listen'],
  words: ['added', 'modified', 'removed'],
};
const seen = [0, 1, 2, 3, 4].map((count) => `{"seen before a write":${count}}`);

// A write is a call of its own, and what makes the server push a snapshot on another one, the watch. Each of these programs
// writes when it has seen the snapshot of the write before.
describeSdk('firestore-watch', { ...suite, words: [...seen, ...suite.words] });
describeSdk('firestore-watch-thinking', { ...suite, words: [...seen, ...suite.words] });
// This one only lets the time pass in which it comes. What it has seen by then is up to the machine.
describeSdk('firestore-watch-unawaited', suite);
