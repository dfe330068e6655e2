import 'reflect-metadata';
import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { from, tap } from 'rxjs';
import { shelfProto } from '../support/load-shelf.js';

export async function run({ address, options, hear }) {
  const client = ClientProxyFactory.create({
    transport: Transport.GRPC,
    options: {
      url: address,
      package: 'shelf.v1',
      protoPath: shelfProto,
      loader: { longs: String },
      channelOptions: options,
    },
  });
  const shelf = client.getService('Shelf');
  const books = [
    { title: 'Emma', pages: 474 },
    { title: 'Walden', pages: 352 },
  ];
  await ended(shelf.find({ title: 'Ulysses' }), hear);
  await ended(shelf.find({ title: 'Dubliners' }), hear);
  await ended(shelf.list({ limit: 3 }), hear);
  await ended(shelf.add(from(books)), hear);
  await ended(shelf.talk(from([{ text: 'who' }, { text: 'where' }])), hear);
  await ended(shelf.talk(from([{ text: 'quiet!' }])), hear);
  client.close();
}

/** Tells of what an observable gives. */
function ended(observable, hear) {
  const heard = observable.pipe(
    tap({ next: (v) => hear('next', v), error: (e) => hear('error', e), complete: () => hear('complete') }),
  );
  return new Promise((resolve) => heard.subscribe({ error: resolve, complete: resolve }));
}
