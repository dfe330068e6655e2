/** Words that say it by themselves, also where several are written in one. */
const TELLING: ReadonlySet<string> = new Set([
  'accesskey',
  'accesstoken',
  'apikey',
  'apitoken',
  'authorization',
  'authtoken',
  'bearertoken',
  'clientsecret',
  'cookie',
  'csrftoken',
  'idtoken',
  'jwt',
  'macaroon',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'pwd',
  'refreshtoken',
  'secretkey',
  'securitytoken',
  'sessiontoken',
  'xsrftoken',
]);

/** Words that make a metadata key one of a secret, as whole words of it. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...TELLING,
  'auth',
  'authentication',
  'bearer',
  'credential',
  'credentials',
  'creds',
  'csrf',
  'dpop',
  'otp',
  'pass',
  'secret',
  'sessionid',
  'sid',
  'signature',
  'token',
  'xsrf',
]);

/** Endings of such keys, in words. */
const SECRET_ENDINGS: readonly (readonly string[])[] = [
  ['key'],
  ['access', 'key', 'id'],
  ['session'],
  ['session', 'id'],
];

/** What only looks like one: opaque, and no secret. gRPC's own keys are none either. */
const NO_SECRETS: ReadonlySet<string> = new Set([
  'idempotency-key',
  'x-idempotency-key',
  'x-next-page-token',
  'x-page-token',
  'x-request-key',
]);

/** Whether metadata under that key, in lower case, holds a secret by convention. */
export function isSecretKey(key: string): boolean {
  const name = key.endsWith('-bin') ? key.slice(0, -'-bin'.length) : key;
  if (name.startsWith('grpc-') || NO_SECRETS.has(name)) return false;
  const words = name.split(/[-_.]/);
  return words.some((word) => SECRET_WORDS.has(word)) || endsInOne(words, SECRET_ENDINGS);
}

/** Endings of the names of such fields, in words. A token of pages or of text is not one that proves anything. */
const SECRET_FIELD_ENDINGS: readonly (readonly string[])[] = [
  ['secret'],
  ['credential'],
  ['credentials'],
  ['creds'],
  ['pass'],
  ['token'],
  ['bearer'],
  ['dsn'],
  ['api', 'key'],
  ['access', 'key'],
  ['private', 'key'],
  ['secret', 'key'],
  ['auth', 'key'],
  ['signing', 'key'],
  ['encryption', 'key'],
  ['connection', 'string'],
  ['session', 'id'],
];

/** At the end of a name these say how the secret is written. */
const FORMS: ReadonlySet<string> = new Set(['b64', 'base64', 'hex', 'pem', 'value']);

/** Before `token` these say that it marks a place in a list. */
const PLACES: ReadonlySet<string> = new Set(['continuation', 'cursor', 'next', 'page', 'sync', 'resume']);

/** Whether a field of that name, in any spelling, or an entry under that key, holds a secret by convention. */
export function isSecretField(name: string): boolean {
  const words = withoutForm(wordsOf(name));
  if (words.at(-1) === 'token' && PLACES.has(words.at(-2) ?? '')) return false;
  return words.some((word) => TELLING.has(word)) || endsInOne(words, SECRET_FIELD_ENDINGS);
}

function withoutForm(words: readonly string[]): readonly string[] {
  return FORMS.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
}

/** `api_key`, `apiKey`, `APIKey`, `x-api-key`: `api`, `key`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function endsInOne(words: readonly string[], endings: readonly (readonly string[])[]): boolean {
  return endings.some(
    (ending) =>
      ending.length <= words.length &&
      ending.every((word, index) => words[words.length - ending.length + index] === word),
  );
}
