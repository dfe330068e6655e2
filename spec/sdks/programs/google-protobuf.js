import { credentials } from '@grpc/grpc-js';
import dgraph from 'dgraph-js';

export async function run({ address, options, hear }) {
  const stub = new dgraph.DgraphClientStub(address, credentials.createInsecure(), options);
  const client = new dgraph.DgraphClient(stub);
  hear('version', (await stub.checkVersion(new dgraph.Check())).toObject());
  const transaction = client.newTxn();
  const mutation = new dgraph.Mutation();
  mutation.setSetJson({ name: 'Emma', pages: 474 });
  hear('mutated', (await transaction.mutate(mutation)).toObject());
  const query = 'query q($n: string, $p: string) { q(func: eq(name, $n)) { name } }';
  const answer = await transaction.queryWithVars(query, { $n: 'Emma', $p: '474' });
  hear('answer', [answer.getJson(), answer.toObject()]);
  hear('committed', await transaction.commit());
  hear(
    'refused',
    await client
      .newTxn({ readOnly: true })
      .query('{ q(func: nonsense')
      .catch((error) => error),
  );
  stub.close();
}
