import { DESCRIPTOR_SET } from '../../proto-gen/descriptor-set.js';
import { ChatClient } from '../../proto-gen/xai/api/v1/chat.js';
import { FilesClient } from '../../proto-gen/xai/api/v1/files.js';
import {
  type Cassette,
  CassetteError,
  type CassetteOptions,
  cassetteInterceptor,
  openCassette,
  type RecordMode,
} from '../index.js';
import { isThere } from '../open/storage.js';
import { XaiChat } from './chat.js';
import { type Environment, readModeVariable, readRecordFlag } from './environment.js';
import { XaiFiles } from './files.js';
import { chooseRecordMode, readRecordMode, xaiCassettePlan } from './plan.js';
import { seedGuard } from './seed-guard.js';
import { findTarget, type Target } from './target.js';
import { CHANNEL_OPTIONS, prepareCalls } from './wire.js';

/** How a session records and plays. Every option may be left out. */
export interface XaiSessionOptions {
  /**
   * When to play and when to record. `GRPC_CASSETTE_MODE` wins over it; where neither is given,
   * `XAI_PROTO_CASSETTE_RECORD` in 1, true, yes means `rewrite`. Default: `none`.
   */
  readonly recordMode?: RecordMode;
  /** Whether recordings get a readable view (`json`) of their messages beside the bytes. Default: `false`. */
  readonly includeDebugJson?: boolean;
  /** The pace of a replay: `instant`, `recorded`, or a factor of the recorded time. Default: `instant`. */
  readonly timing?: CassetteOptions['timing'];
  /** What is taken out of recordings besides the key and what is by default. Default: no more than that. */
  readonly redact?: CassetteOptions['redact'];
}

/** Clients of the xAI API behind a cassette. */
export interface XaiCassetteSession extends AsyncDisposable {
  readonly chat: XaiChat;
  readonly files: XaiFiles;
  /** The generated clients, for all that `chat` and `files` do not offer. */
  readonly chatClient: ChatClient;
  readonly filesClient: FilesClient;
  readonly cassette: Cassette;
  /** The cassette's path, as it was given. */
  readonly cassettePath: string;
  /** Writes what was recorded into the cassette; does nothing when replaying. Rejects with a `CassetteError`. */
  dumpIfRecording(): Promise<void>;
  /** Saves what was recorded, and ends the session. Rejects as `dumpIfRecording` does. */
  close(): Promise<void>;
}

const OPTION_NAMES = ['recordMode', 'includeDebugJson', 'timing', 'redact'];
/** The package's own description of the messages. */
const SCHEMA: Uint8Array = Buffer.from(DESCRIPTOR_SET, 'base64');

/**
 * Clients for the xAI API's Chat and Files services with the cassette at `path` in place. Only a session that may record
 * needs `XAI_API_KEY`; `XAI_BASE_URL` redirects it.
 * Throws a `CassetteError`: `missing_cassette` when there is nothing to replay, `invalid_option` for an unknown mode or
 * option, for a key that is missing or an address that is none, and those of a cassette that cannot be read.
 */
export function xaiCassetteSession(path: string, options: XaiSessionOptions = {}): XaiCassetteSession {
  if (typeof path !== 'string' || path.trim() === '') {
    throw new CassetteError(
      'invalid_option',
      `The path of an xAI cassette is ${JSON.stringify(path) ?? String(path)}. Give the path of a file, such as cassettes/chat.yaml.`,
      { option: 'path' },
    );
  }
  assertKnownOptions(options);
  const { env } = process;
  const recordMode = readAskedMode(options, env);
  const envRecordFlag = readRecordFlag(env);
  const mode = chooseRecordMode(recordMode, envRecordFlag);
  const plan = xaiCassettePlan({ cassetteExists: isThere(path), recordMode, envRecordFlag });
  if (plan === 'missing') throw missingCassette(path, mode);
  const target = findTarget(plan, env, path, mode);
  const cassette = open(path, {
    mode,
    debugJson: options.includeDebugJson ?? false,
    ...(options.includeDebugJson === true || options.redact !== undefined ? { schema: SCHEMA } : {}),
    ...(options.redact === undefined ? {} : { redact: options.redact }),
    ...(options.timing === undefined ? {} : { timing: options.timing }),
  });
  // One that was open already keeps the plan that was settled then.
  return createSession(
    cassette,
    cassette.plan === plan ? target : findTarget(cassette.plan, env, path, mode),
  );
}

function createSession(cassette: Cassette, target: Target): XaiCassetteSession {
  const { address, channel, call, interceptors } = target;
  const callInvocationTransformer = prepareCalls({
    cassette: cassetteInterceptor(cassette),
    credentials: call,
    innermost: interceptors,
  });
  const chatClient = new ChatClient(address, channel, { ...CHANNEL_OPTIONS, callInvocationTransformer });
  // One connection for both, as the SDK has it.
  const channelOverride = chatClient.getChannel();
  const filesClient = new FilesClient(address, channel, { channelOverride, callInvocationTransformer });
  const guard = seedGuard(cassette);
  const close = (): Promise<void> => cassette.close().finally(() => chatClient.close());
  return {
    chat: new XaiChat(chatClient, guard),
    files: new XaiFiles(filesClient, cassette, guard),
    chatClient,
    filesClient,
    cassette,
    cassettePath: cassette.path,
    dumpIfRecording: () => cassette.save(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Opens the cassette now, so that one that cannot be read is told here and not at the first call. */
function open(path: string, options: CassetteOptions): Cassette {
  const cassette = openCassette(path, options);
  try {
    cassette.plan;
  } catch (error) {
    void cassette.close();
    throw error;
  }
  return cassette;
}

function readAskedMode(options: XaiSessionOptions, environment: Environment): RecordMode | undefined {
  const inCode = readRecordMode(options.recordMode, 'recordMode');
  return readModeVariable(environment) ?? inCode;
}

function assertKnownOptions(options: XaiSessionOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.includes(name));
  if (unknown === undefined) return;
  throw new CassetteError(
    'invalid_option',
    `Unknown option ${JSON.stringify(unknown)} of xaiCassetteSession. Known options: ${OPTION_NAMES.join(', ')}.`,
    { option: unknown },
  );
}

function missingCassette(path: string, mode: RecordMode): CassetteError {
  return new CassetteError(
    'missing_cassette',
    'Missing xAI proto cassette.\n' +
      `Expected: ${path}\n\n` +
      'To record it (requires network + creds):\n\n' +
      'Example:\n' +
      '  XAI_API_KEY=... [XAI_BASE_URL=...] GRPC_CASSETTE_MODE=rewrite npx mocha <test>',
    { path, mode },
  );
}
