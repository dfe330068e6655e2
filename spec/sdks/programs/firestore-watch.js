import { watchFirestore } from '../support/watch-firestore.js';

export const run = (given) => watchFirestore(given, { thought: 0, awaitsSnapshot: true });
