import { findBook } from './find-book.js';
import { hear } from './hear.js';

/**
 * What every project does in its test: asks the server at SHELF_ADDRESS through each door, each with a cassette of its own, and
 * writes down what it heard. It is given the libraries, for how they are loaded is what differs. `other` loads
 * grpc-cassette the other way, where there is one.
 */
export async function ask({
  Client,
  credentials,
  cassetteClientOptions,
  cassetteInterceptor,
  useCassette,
  other,
}) {
  const asIs = (bytes) => bytes;
  const find = (client, title) => findBook(client, title).catch(({ code, details }) => ({ code, details }));

  const list = (client) =>
    new Promise((resolve, reject) => {
      const books = [];
      client
        .makeServerStreamRequest('/shelf.v1.Shelf/List', asIs, asIs, Buffer.from([8, 2]))
        .on('data', (book) => books.push(book.toString('base64')))
        .on('error', reject)
        .on('end', () => resolve(books));
    });

  const connect = (options) => new Client(process.env.SHELF_ADDRESS, credentials.createInsecure(), options);
  const clients = {
    interceptor: connect({ interceptors: [cassetteInterceptor()] }),
    channel: connect(cassetteClientOptions()),
  };
  const heard = {};
  for (const [door, client] of Object.entries(clients)) {
    await useCassette(`fixtures/${door}.yaml`, { onUnplayed: 'error' }, async (cassette) => {
      heard[door] = [await find(client, 'Emma'), await find(client, 'Dubliners'), await list(client)];
      heard[`missed by ${door}`] = cassette.misses.map(({ error }) => error.message);
    });
    client.close();
  }
  if (other !== undefined) heard.instances = (await other()).useCassette === useCassette ? 'one' : 'two';
  hear(heard);
}
