import { EventEmitter, once } from 'node:events';
import { Firestore } from '@google-cloud/firestore';
import { googleAuthLibrary } from 'google-gax';
import { documentData } from '../support/document-data.js';

export async function run({ address, options, hear }) {
  const authClient = new googleAuthLibrary.PassThroughClient();
  const firestore = new Firestore({ projectId: 'test', host: address, ssl: false, authClient, ...options });
  const books = firestore.collection('books');
  hear('set', await books.doc('emma').set({ title: 'Emma', pages: 474, tags: ['novel'], at: new Date(0) }));
  hear('got', documentData(await books.doc('emma').get()));
  hear('missing', documentData(await books.doc('none').get()));
  const snapshots = listen(books.where('pages', '>', 100));
  hear('snapshot', await snapshots.next());
  hear('batch', await firestore.batch().set(books.doc('walden'), { title: 'Walden', pages: 352 }).commit());
  hear('snapshot', await snapshots.next());
  await books.doc('emma').update({ pages: 500 });
  hear('snapshot', await snapshots.next());
  snapshots.end();
  const found = await books.orderBy('pages').get();
  hear('found', found.docs.map(documentData));
  await firestore.runTransaction(async (transaction) => {
    const book = await transaction.get(books.doc('walden'));
    transaction.update(book.ref, { pages: book.get('pages') + 1 });
  });
  hear('changed', documentData(await books.doc('walden').get()));
  hear(
    'refused',
    await books
      .doc('none')
      .update({ pages: 1 })
      .catch((error) => error),
  );
  await firestore.terminate();
}

/**
 * The snapshots of a query, which come through the bidirectional call Listen. They are told when they are asked for: what
 * comes first, the answer to a change or the snapshot of it, is up to chance.
 */
function listen(query) {
  const events = new EventEmitter();
  const coming = [];
  const end = query.onSnapshot(
    (snapshot) => {
      coming.push(snapshot.docChanges().map(({ type, doc }) => ({ type, ...documentData(doc) })));
      events.emit('snapshot');
    },
    (error) => events.emit('error', error),
  );
  const next = async () => {
    if (coming.length === 0) await once(events, 'snapshot');
    return coming.shift();
  };
  return { next, end };
}
