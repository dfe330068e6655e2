import { loadPackageDefinition, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { shelfProto } from './shelf-proto.js';

/** How long a reader waits for an answer, so that a recorded time can be told from none. */
export const SERVER_DELAY = 30;

const BOOKS = [
  { title: 'Emma', pages: 474 },
  { title: 'Ulysses', pages: 730 },
  { title: 'Walden', pages: 352 },
];

/** Starts a server of the sdks' shelf.proto on a free port of this machine. */
export async function startShelfServer() {
  const { service } = loadPackageDefinition(loadSync(shelfProto)).shelf.v1.Shelf;
  const server = new Server();
  server.addService(service, { Find: find, List: list });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

function find({ request }, callback) {
  const book = BOOKS.find(({ title }) => title === request.title);
  const failure = { code: status.NOT_FOUND, details: `no book ${request.title}` };
  setTimeout(() => (book === undefined ? callback(failure) : callback(null, book)), SERVER_DELAY);
}

function list(call) {
  for (const book of BOOKS.slice(0, call.request.limit)) call.write(book);
  call.end();
}
