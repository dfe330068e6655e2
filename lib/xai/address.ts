import { CassetteError } from '../index.js';
import type { Environment } from './environment.js';

/** Where a session's calls go. */
interface Address {
  /** `host:port`. */
  readonly address: string;
  readonly secure: boolean;
}

const DEFAULT_HOST = 'api.x.ai';

/**
 * The address in `XAI_BASE_URL`, else the API's own. This machine is reached in the clear where no scheme says otherwise,
 * any other with TLS. Throws a `CassetteError`; it does not quote what was given, which may hold a password.
 */
export function readAddress(environment: Environment): Address {
  const given = environment['XAI_BASE_URL']?.trim() || DEFAULT_HOST;
  const url = parse(given);
  if (url === undefined) {
    throw invalid(
      'XAI_BASE_URL is not the address of a gRPC server. Give host:port, such as api.x.ai:443 or localhost:50051, with ' +
        'https:// or http:// before it or not, and no path after it.',
    );
  }
  const secure = url.protocol === 'https:';
  if (!secure && !isLoopback(url.host)) {
    throw invalid(
      `XAI_BASE_URL asks for http:// to ${url.hostname}. A key is sent without TLS to this machine only: use https://.`,
    );
  }
  return { address: `${url.hostname}:${url.port || (secure ? 443 : 80)}`, secure };
}

function parse(given: string): URL | undefined {
  const scheme = isLoopback(given.replace(/\/$/, '')) ? 'http' : 'https';
  const text = given.includes('://') ? given : `${scheme}://${given}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.href === `${url.protocol}//${url.host}/`;
  return isPlain && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);
}

function invalid(message: string): CassetteError {
  return new CassetteError('invalid_option', message, { option: 'XAI_BASE_URL' });
}
