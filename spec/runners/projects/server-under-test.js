import { importing, requiring } from '../support/texts.js';
import { TWO_BOOKS } from '../support/two-books.js';
import { ofJest } from './jest.js';
import { ofVitest } from './vitest.js';

const needed = (from) => ({
  '@grpc/grpc-js': 'Client, credentials, Server, ServerCredentials',
  'grpc-cassette': 'cassetteInterceptor, useCassette',
  [from]: 'findBook, hear',
});

/** A server that is started before all tests, outside of what they run in, and asks the shelf for what it is asked. */
const SERVER = `const asIs = (bytes) => bytes;
const find = {
  path: '/shelf.v1.Shelf/Find',
  requestStream: false,
  responseStream: false,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
};
const shelf = new Client(process.env.SHELF_ADDRESS, credentials.createInsecure(), {
  interceptors: [cassetteInterceptor()],
});
const server = new Server();
let library;
beforeAll(async () => {
  server.addService(
    { find },
    { find: ({ request }, answer) => shelf.makeUnaryRequest(find.path, asIs, asIs, request, answer) },
  );
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  library = new Client('127.0.0.1:' + port, credentials.createInsecure());
});
afterAll(() => {
  library.close();
  shelf.close();
  server.forceShutdown();
});
`;

const ONE_BY_ONE = `for (const title of ['Emma', 'Ulysses']) {
  test(title, () =>
    useCassette(\`fixtures/\${title}.yaml\`, { onUnplayed: 'error' }, async () =>
      hear({ [title]: await findBook(library, title) }),
    ));
}
`;

/** Both cassettes are in use when either test asks, and until both have been answered; the program swallows the answer. */
export const AT_ONCE = `function meet() {
  let come;
  const both = new Promise((resolve) => (come = resolve));
  let count = 0;
  return () => {
    count += 1;
    if (count === 2) come();
    return both;
  };
}
const begun = meet();
const answered = meet();
for (const title of ['Emma', 'Ulysses']) {
  test.concurrent(title, () =>
    useCassette(\`fixtures/\${title}.yaml\`, async () => {
      await begun();
      await findBook(library, title).catch(() => 'no book');
      await answered();
    }));
}
`;

/** Projects by their runner, given the text of tests that ask `library`. */
export const OF_SERVERS = {
  vitest: (tests) => ofVitest({}, { 'shelf.test.mjs': importing(needed('./ask.mjs')) + SERVER + tests }),
  jest: (tests) => ofJest(requiring(needed('./ask.cjs')) + SERVER + tests),
};

/** Tests one after another, each with a cassette of its own. */
export const SERVERS = Object.fromEntries(
  Object.entries(OF_SERVERS).map(([name, ofTests]) => [name, { ...ofTests(ONE_BY_ONE), ...TWO_BOOKS }]),
);
