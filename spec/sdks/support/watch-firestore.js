import { EventEmitter, once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Firestore } from '@google-cloud/firestore';
import { googleAuthLibrary } from 'google-gax';
import { documentData } from './document-data.js';

/**
 * Watches a query and changes what it finds. The watch is one call and each write another: only the server links them.
 * Before each write it thinks, for so many milliseconds or not at all, and tells how many writes' snapshots it has seen.
 * With `awaitsSnapshot` a write is done when it is answered and its snapshot was seen, without it when it is answered.
 * Answers and snapshots are told when they come: which of the two comes first is up to chance, and a replay keeps it.
 */
export async function watchFirestore({ address, options, hear }, { thought, awaitsSnapshot }) {
  const authClient = new googleAuthLibrary.PassThroughClient();
  const firestore = new Firestore({ projectId: 'test', host: address, ssl: false, authClient, ...options });
  const books = firestore.collection('books');
  const writes = [
    () => books.doc('emma').set({ title: 'Emma', pages: 474 }),
    () => books.doc('walden').set({ title: 'Walden', pages: 352 }),
    () => books.doc('emma').update({ pages: 300 }),
    () => books.doc('dubliners').set({ title: 'Dubliners', pages: 152 }),
    () => books.doc('walden').delete(),
  ];
  const watch = new Watch(books.orderBy('pages'), hear);
  await watch.untilSeen(0);
  for (const [index, write] of writes.entries()) {
    if (thought > 0) await setTimeout(thought);
    hear('seen before a write', watch.seen);
    hear('answer', await write());
    if (awaitsSnapshot) await watch.untilSeen(index + 1);
  }
  await watch.untilSeen(writes.length);
  watch.end();
  await firestore.terminate();
}

/** The snapshots of a query, which come through the bidirectional call Listen. */
class Watch {
  /** How many came after the first, which has what was there before. */
  seen = -1;
  #events = new EventEmitter();

  /** Tells each snapshot when it comes. */
  constructor(query, hear) {
    this.end = query.onSnapshot(
      (snapshot) => {
        hear('snapshot', snapshot.docChanges().map(changeData));
        this.seen += 1;
        this.#events.emit('snapshot');
      },
      (error) => this.#events.emit('error', error),
    );
  }

  async untilSeen(count) {
    while (this.seen < count) await once(this.#events, 'snapshot');
  }
}

/** A change as its reader sees it. */
const changeData = ({ type, oldIndex, newIndex, doc }) => ({
  type,
  oldIndex,
  newIndex,
  ...documentData(doc),
});
