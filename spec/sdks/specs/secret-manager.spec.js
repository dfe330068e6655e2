import { startSecretManager } from '../servers/secret-manager.js';
import { describeSdk } from '../support/describe-sdk.js';

// A client on google-gax, which lets no interceptors through.
describeSdk('secret-manager', {
  startServer: startSecretManager,
  doors: ['channel', 'register'],
  methods: ['ListSecrets', 'AccessSecretVersion', 'DeleteSecret'].map(
    (name) => `/google.cloud.secretmanager.v1.SecretManagerService/${name}`,
  ),
  words: ['secrets/two', 'SECRET_GONE', 'UNIMPLEMENTED'],
});
