import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';

const toBytes = (value) => Buffer.from(JSON.stringify(value));
const fromBytes = (bytes) => JSON.parse(bytes.toString());

// No protobuf: whatever a method's own functions make of its messages.
const EchoClient = makeGenericClientConstructor(
  {
    repeat: {
      path: '/echo.Echo/Repeat',
      requestStream: false,
      responseStream: true,
      requestSerialize: toBytes,
      requestDeserialize: fromBytes,
      responseSerialize: toBytes,
      responseDeserialize: fromBytes,
    },
  },
  'Echo',
);

export async function run({ address, options, hear }) {
  const client = new EchoClient(address, credentials.createInsecure(), options);
  const call = client.repeat({ word: 'höhö', times: 3 });
  for (const event of ['metadata', 'data', 'end']) call.on(event, (value) => hear(event, value));
  hear('status', await new Promise((resolve) => call.on('status', resolve)));
  await askByPath(client, hear);
  client.close();
}

/** A method that the client's definition does not know, with metadata and a deadline. */
async function askByPath(client, hear) {
  const metadata = new Metadata();
  metadata.set('asked-by', 'a path');
  const deadline = Date.now() + 10_000;
  await new Promise((resolve) => {
    const call = client.makeUnaryRequest(
      '/echo.Echo/Nothing',
      toBytes,
      fromBytes,
      {},
      metadata,
      { deadline },
      (error) => hear('error', error),
    );
    call.on('status', resolve);
  });
}
