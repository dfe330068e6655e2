import { FirestoreServer } from '@firestore-emulator/server';
import { freePort } from '../support/free-port.js';

/** Starts the Firestore emulator. */
export async function startFirestore() {
  const server = new FirestoreServer();
  const port = await freePort();
  await server.start(port);
  return { address: `localhost:${port}`, stop: () => server.stop() };
}
