import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Direction, RedactOptions } from '../../lib/index.js';
import { rejectionOf } from '../support/errors.js';
import { SIGN_IN } from './support/login.js';
import { useLogin } from './support/use-login.js';

describe('the function redact.message', () => {
  const { server, record, replay, path, text } = useLogin();
  beforeEach(() => {
    server.answer = ({ user }) => ({ id: `of ${String(user)}`, access: 'entry' });
  });

  it('sees each message as the client decodes it, and says what is to go, and what to put there', async () => {
    const seen: [string, Direction, unknown][] = [];
    const redact: RedactOptions = {
      message(method, direction, message: { user?: string; access?: string }) {
        seen.push([method, direction, JSON.parse(JSON.stringify(message))]);
        return direction === 'request' ? ['password'] : [{ path: 'access', replacement: 'none' }];
      },
    };
    await record({ redact }, ({ signIn }) => signIn({ user: 'ann', password: 'pw' }));
    expect(seen).to.deep.equal([
      [SIGN_IN, 'request', { user: 'ann', password: 'pw' }],
      [SIGN_IN, 'response', { id: 'of ann', access: 'entry' }],
    ]);
    const heard = await replay({}, ({ signIn }) => signIn({ user: 'ann', password: 'other' }));
    expect(heard).to.deep.equal({ id: 'of ann', access: 'none' });
  });

  it('changes nothing in the message that the client has', async () => {
    const redact: RedactOptions = {
      message(_method, _direction, message: { user?: string; id?: string }) {
        if (message.user !== undefined) message.user = 'changed';
        if (message.id !== undefined) message.id = 'changed';
        return undefined;
      },
    };
    const heard = await record({ redact }, ({ signIn }) => signIn({ user: 'ann' }));
    expect(heard).to.deep.equal({ id: 'of ann', access: 'entry' });
    expect(text()).not.to.include('changed');
  });

  const failures: readonly (readonly [string, () => unknown, string])[] = [
    [
      'throws',
      () => {
        throw new TypeError('it saw s3cr3t-0123456789');
      },
      'threw TypeError on a request',
    ],
    ['returns no list', () => 'password', 'returned a string on a request'],
    ['returns a promise', async () => ['password'], 'returned a promise on a request'],
    ['returns no path', () => ['pass word'], 'returned what is no field path on a request'],
  ];
  for (const [how, message, what] of failures) {
    it(`that ${how} gives up the recording of that call, not the call, and close() says so`, async () => {
      const redact = { message: message as NonNullable<RedactOptions['message']> };
      let heard: unknown;
      const error = await rejectionOf(
        record({ redact }, async ({ signIn }) => {
          heard = await signIn({ user: 'ann', password: 's3cr3t-0123456789' });
        }),
      );
      expect(heard).to.deep.equal({ id: 'of ann', access: 'entry' });
      expect(error.code).to.equal('write_failed');
      expect(error.message).to.include(
        `a call of ${SIGN_IN} is not recorded, for the function redact.message ${what}`,
      );
      expect(`${error.message}${error.stack}${String(error.cause)}`).not.to.include('s3cr3t');
      expect(existsSync(path())).to.equal(false);
    });
  }
});
