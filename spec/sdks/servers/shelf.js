import { Metadata, Server, status } from '@grpc/grpc-js';
import { listen } from '../support/listen.js';
import { loadShelf } from '../support/load-shelf.js';

const BOOKS = [
  {
    title: 'Emma',
    pages: 474,
    isbn: '9780141439587',
    cover: Buffer.from([0, 255, 137]),
    labels: { shelf: 'A' },
  },
  { title: 'Ulysses', pages: 730, isbn: '9007199254740993', cover: Buffer.alloc(0), labels: {} },
  { title: 'Walden', pages: 352, isbn: '1', cover: Buffer.alloc(0), labels: { shelf: 'B', row: '2' } },
];

/** Starts a server of `shelf.proto`: headers and trailers on each call, an error with rich details for unknown titles. */
export async function startShelfServer() {
  const server = new Server();
  server.addService(loadShelf().service, { Find: find, List: list, Add: add, Talk: talk });
  return await listen(server);
}

function find(call, callback) {
  call.sendMetadata(metadataOf({ 'served-by': 'shelf' }));
  const book = BOOKS.find(({ title }) => title === call.request.title);
  if (book !== undefined) return callback(null, book, metadataOf({ 'books-looked-at': '1' }));
  const metadata = metadataOf({ 'books-looked-at': '3', 'grpc-status-details-bin': Buffer.from([8, 5]) });
  callback({ code: status.NOT_FOUND, details: `no book ${call.request.title}`, metadata });
}

function list(call) {
  for (const book of BOOKS.slice(0, call.request.limit)) call.write(book);
  call.end(metadataOf({ 'books-left': String(Math.max(0, BOOKS.length - call.request.limit)) }));
}

function add(call, callback) {
  const summary = { books: 0, pages: 0 };
  call.on('data', ({ pages }) => {
    summary.books += 1;
    summary.pages += pages;
  });
  call.on('end', () => callback(null, summary));
}

function talk(call) {
  call.on('data', ({ text }) => {
    if (text === 'quiet!') return call.emit('error', { code: status.ABORTED, details: 'as you wish' });
    call.write({ text: `${text}?` });
  });
  call.on('end', () => call.end());
}

function metadataOf(entries) {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return metadata;
}
