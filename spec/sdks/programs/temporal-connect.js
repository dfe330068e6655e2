import { Connection } from '@temporalio/client';
import { callTemporal, TEMPORAL_OPTIONS } from '../support/call-temporal.js';

export const cassetteOptions = TEMPORAL_OPTIONS;

export async function run({ address, options, hear }) {
  const connection = await Connection.connect({ address, channelArgs: options });
  await callTemporal(connection, hear);
  await connection.close();
}
