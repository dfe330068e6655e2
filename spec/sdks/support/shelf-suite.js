import { startShelfServer } from '../servers/shelf.js';

/** What the suites of all SDKs have in common that call each method of `shelf.proto`. */
export const ON_A_SHELF = {
  startServer: startShelfServer,
  methods: ['Find', 'List', 'Add', 'Talk'].map((name) => `/shelf.v1.Shelf/${name}`),
  words: ['Ulysses', '9007199254740993', 'no book Dubliners', 'who?', 'where?', 'as you wish', '826'],
};
