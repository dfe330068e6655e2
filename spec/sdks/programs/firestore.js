import { EventEmitter, once } from 'node:events';
import { Firestore } from '@google-cloud/firestore';
import { googleAuthLibrary } from 'google-gax';

export async function run({ address, options, hear }) {
  const authClient = new googleAuthLibrary.PassThroughClient();
  const firestore = new Firestore({ projectId: 'test', host: address, ssl: false, authClient, ...options });
  const books = firestore.collection('books');
  hear('set', await books.doc('emma').set({ title: 'Emma', pages: 474, tags: ['novel'], at: new Date(0) }));
  hear('got', dataOf(await books.doc('emma').get()));
  hear('missing', dataOf(await books.doc('none').get()));
  const snapshots = listen(books.where('pages', '>', 100));
  hear('snapshot', await snapshots.next());
  hear('batch', await firestore.batch().set(books.doc('walden'), { title: 'Walden', pages: 352 }).commit());
  hear('snapshot', await snapshots.next());
  await books.doc('emma').update({ pages: 500 });
  hear('snapshot', await snapshots.next());
  snapshots.end();
  const found = await books.orderBy('pages').get();
  hear('found', found.docs.map(dataOf));
  await firestore.runTransaction(async (transaction) => {
    const book = await transaction.get(books.doc('walden'));
    transaction.update(book.ref, { pages: book.get('pages') + 1 });
  });
  hear('changed', dataOf(await books.doc('walden').get()));
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
      coming.push(snapshot.docChanges().map(({ type, doc }) => ({ type, ...dataOf(doc) })));
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

/** A document as its reader sees it. */
const dataOf = (snapshot) => ({
  id: snapshot.id,
  data: snapshot.data(),
  created: snapshot.createTime,
  updated: snapshot.updateTime,
  read: snapshot.readTime,
});
