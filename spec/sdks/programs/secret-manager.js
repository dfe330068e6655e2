import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { googleAuthLibrary, grpc } from 'google-gax';

export async function run({ address, options, hear }) {
  const [servicePath, port] = address.split(':');
  const client = new SecretManagerServiceClient({
    servicePath,
    port: Number(port),
    sslCreds: grpc.credentials.createInsecure(),
    authClient: new googleAuthLibrary.PassThroughClient(),
    ...options,
  });
  const parent = 'projects/test';
  for await (const secret of client.listSecretsAsync({ parent })) hear('secret', secret);
  const name = `${parent}/secrets/one/versions/latest`;
  hear('accessed', await client.accessSecretVersion({ name }));
  hear('gone', await client.accessSecretVersion({ name: `${parent}/secrets/gone` }).catch((error) => error));
  hear('unknown', await client.deleteSecret({ name }).catch((error) => error));
  await client.close();
}
