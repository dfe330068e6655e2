/** The types of import-in-the-middle 3.6 name this global type, which `@types/node` does not declare. */
type MessagePort = import('node:worker_threads').MessagePort;
