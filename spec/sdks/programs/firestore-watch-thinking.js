import { watchFirestore } from '../support/watch-firestore.js';

export const run = (given) => watchFirestore(given, { thought: 40, awaitsSnapshot: true });
