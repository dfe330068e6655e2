import { loadPackageDefinition, Metadata, Server, status } from '@grpc/grpc-js';
import { listen } from '../support/listen.js';
import { loadProtosOf } from '../support/load-protos-of.js';

/** `google.rpc.Status` with an `ErrorInfo`: reason `SECRET_GONE`, domain `secretmanager`. */
const DETAILS = Buffer.from(
  'CAUSBGdvbmUaSAoodHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUucnBjLkVycm9ySW5mbxIcCgtTRUNSRVRfR09ORRINc2VjcmV0bWFuYWdlcg==',
  'base64',
);

/** Starts a Secret Manager with two secrets. The first look at a version is refused, for the SDK to try again. */
export async function startSecretManager() {
  const server = new Server();
  const { SecretManagerService } = loadPackageDefinition(loadProtosOf('@google-cloud/secret-manager')).google
    .cloud.secretmanager.v1;
  const seen = new Set();
  server.addService(SecretManagerService.service, {
    listSecrets({ request }, callback) {
      const page = request.pageToken === '' ? 'one' : 'two';
      const secret = {
        name: `${request.parent}/secrets/${page}`,
        labels: { page },
        createTime: { seconds: 7, nanos: 1 },
      };
      callback(null, { secrets: [secret], nextPageToken: page === 'one' ? 'more' : '', totalSize: 2 });
    },
    accessSecretVersion({ request: { name } }, callback) {
      if (name.includes('gone')) return callback(gone(name));
      if (seen.size === 0) {
        seen.add(name);
        return callback({ code: status.UNAVAILABLE, details: 'try again' });
      }
      callback(null, { name, payload: { data: Buffer.from([0, 255, 1]), dataCrc32c: '9007199254740993' } });
    },
  });
  return await listen(server);
}

function gone(name) {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', DETAILS);
  return { code: status.NOT_FOUND, details: `Secret [${name}] not found`, metadata };
}
