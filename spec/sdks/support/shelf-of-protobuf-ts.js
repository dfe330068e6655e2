// What protobuf-ts generates from shelf.proto, by its reflection types.
import { LongType, MessageType, ScalarType } from '@protobuf-ts/runtime';
import { ServiceType, stackIntercept } from '@protobuf-ts/runtime-rpc';

const { STRING, UINT32, INT64, BYTES } = ScalarType;

const FindRequest = new MessageType('shelf.v1.FindRequest', [
  { no: 1, name: 'title', kind: 'scalar', T: STRING },
]);
const ListRequest = new MessageType('shelf.v1.ListRequest', [
  { no: 1, name: 'limit', kind: 'scalar', T: UINT32 },
]);
export const Book = new MessageType('shelf.v1.Book', [
  { no: 1, name: 'title', kind: 'scalar', T: STRING },
  { no: 2, name: 'pages', kind: 'scalar', T: UINT32 },
  { no: 3, name: 'isbn', kind: 'scalar', T: INT64, L: LongType.BIGINT },
  { no: 4, name: 'cover', kind: 'scalar', T: BYTES },
  { no: 5, name: 'labels', kind: 'map', K: STRING, V: { kind: 'scalar', T: STRING } },
]);
const Summary = new MessageType('shelf.v1.Summary', [
  { no: 1, name: 'books', kind: 'scalar', T: UINT32 },
  { no: 2, name: 'pages', kind: 'scalar', T: UINT32 },
]);
export const Note = new MessageType('shelf.v1.Note', [{ no: 1, name: 'text', kind: 'scalar', T: STRING }]);

const Shelf = new ServiceType('shelf.v1.Shelf', [
  { name: 'Find', options: {}, I: FindRequest, O: Book },
  { name: 'List', serverStreaming: true, options: {}, I: ListRequest, O: Book },
  { name: 'Add', clientStreaming: true, options: {}, I: Book, O: Summary },
  { name: 'Talk', clientStreaming: true, serverStreaming: true, options: {}, I: Note, O: Note },
]);

/** The client, as protobuf-ts generates it. */
export class ShelfClient {
  constructor(transport) {
    this.transport = transport;
  }

  find(input, options) {
    return this.#call('unary', 0, options, FindRequest.create(input));
  }

  list(input, options) {
    return this.#call('serverStreaming', 1, options, ListRequest.create(input));
  }

  add(options) {
    return this.#call('clientStreaming', 2, options);
  }

  talk(options) {
    return this.#call('duplex', 3, options);
  }

  #call(kind, index, options, input) {
    return stackIntercept(
      kind,
      this.transport,
      Shelf.methods[index],
      this.transport.mergeOptions(options),
      input,
    );
  }
}
