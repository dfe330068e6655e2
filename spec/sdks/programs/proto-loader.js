import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { callShelf } from '../support/call-shelf.js';
import { shelfProto } from '../support/load-shelf.js';

export async function run({ address, options, hear }) {
  const { shelf } = loadPackageDefinition(loadSync(shelfProto, { longs: String, defaults: true }));
  const client = new shelf.v1.Shelf(address, credentials.createInsecure(), options);
  await callShelf(client, hear);
  client.close();
}
