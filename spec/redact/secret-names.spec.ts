import { expect } from 'chai';
import { isSecretField, isSecretKey } from '../../lib/redact/secret-names.js';

describe('names of secrets', () => {
  const keys: readonly (readonly [boolean, string])[] = [
    [
      true,
      'authorization authorization-v2 authorization-bin proxy-authorization auth x-auth x-auth-key bearer',
    ],
    [true, 'cookie set-cookie cookie-bin session x-session x-session-id sid x-csrf-token macaroon jwt dpop'],
    [
      true,
      'x-api-key api-key api_key apikey x-goog-api-key x.client.key x-amz-security-token x-access-key-id',
    ],
    [true, 'token token-bin x-my-token id-token private-token x-secret x-client-secret x-password x-passwd'],
    [true, 'credential x-credentials x-otp x-signature x-vault-token x-amz-credential'],
    [
      false,
      'x-plain x-next-page-token x-page-token x-request-key idempotency-key x-max-tokens x-author x-authority',
    ],
    [
      false,
      'grpc-encoding grpc-auth x-tokenizer x-secretary x-keyboard x-session-count x-authored-by date user-agent',
    ],
    [false, 'content-type x-goog-request-params x-request-id traceparent x-session-id-count'],
  ];
  for (const [isSecret, list] of keys) {
    for (const key of list.split(' ')) {
      it(`metadata ${key}: ${isSecret ? 'secret' : 'kept'}`, () =>
        expect(isSecretKey(key)).to.equal(isSecret));
    }
  }

  const fields: readonly (readonly [boolean, string])[] = [
    [true, 'password user_password userPassword password_hash passwd pwd passphrase PASSWORD'],
    [
      true,
      'secret db_secret client_secret clientsecret credential credentials token access_token accessToken',
    ],
    [true, 'session_token sessionToken id_token jwt api_key apiKey APIKey x-api-key aws_secret_access_key'],
    [
      true,
      'private_key privateKey connection_string authorization bearer_token bearer dsn cookie session_id',
    ],
    [false, 'next_page_token pageToken page_token continuation_token max_tokens tokenizer author keyword'],
    [false, 'session_count key public_key keys tokens secretary author_id token_count name'],
  ];
  for (const [isSecret, list] of fields) {
    for (const name of list.split(' ')) {
      it(`field ${name}: ${isSecret ? 'secret' : 'kept'}`, () =>
        expect(isSecretField(name)).to.equal(isSecret));
    }
  }
});
