import { credentials } from '@grpc/grpc-js';
import { GrpcTransport } from '@protobuf-ts/grpc-transport';
import { Book, Note, ShelfClient } from '../support/shelf-of-protobuf-ts.js';

export async function run({ address, options, hear }) {
  const transport = new GrpcTransport({
    host: address,
    channelCredentials: credentials.createInsecure(),
    clientOptions: options,
  });
  const client = new ShelfClient(transport);
  hear('found', whole(await client.find({ title: 'Ulysses' })));
  hear('missing', await client.find({ title: 'Dubliners' }).response.catch((error) => error));
  await list(client, hear);
  await add(client, hear);
  await talk(client, ['who', 'where'], hear);
  await talk(client, ['who', 'quiet!'], hear);
  transport.close();
}

async function list(client, hear) {
  const call = client.list({ limit: 2 });
  hear('headers', await call.headers);
  for await (const book of call.responses) hear('book', book);
  hear('ended', [await call.status, await call.trailers]);
}

async function add(client, hear) {
  const call = client.add();
  await call.requests.send(Book.create({ title: 'Emma', pages: 474, labels: { shelf: 'A' } }));
  await call.requests.send(Book.create({ title: 'Walden', pages: 352 }));
  await call.requests.complete();
  hear('added', whole(await call));
}

/** Says one text after the answer to the last. */
async function talk(client, [first, second], hear) {
  const call = client.talk();
  const left = [second];
  await call.requests.send(Note.create({ text: first }));
  try {
    for await (const note of call.responses) {
      hear('note', note);
      if (left.length > 0) await call.requests.send(Note.create({ text: left.shift() }));
      else await call.requests.complete();
    }
    hear('ended', [await call.status, await call.trailers]);
  } catch (error) {
    hear('error', error);
  }
}

/** A finished call, without the description of its method. */
const whole = ({ headers, response, status, trailers }) => ({ headers, response, status, trailers });
