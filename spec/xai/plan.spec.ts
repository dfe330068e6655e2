import { expect } from 'chai';
import { xaiCassettePlan } from '../../lib/xai/index.js';
import { thrownBy } from '../support/errors.js';

// mode, then the plan for: no cassette, a cassette; each without and with XAI_PROTO_CASSETTE_RECORD.
const TABLE: readonly [string | undefined, string, string, string, string][] = [
  ['none', 'missing', 'missing', 'replay', 'replay'],
  ['once', 'record', 'record', 'replay', 'replay'],
  ['new_episodes', 'record', 'record', 'hybrid', 'hybrid'],
  ['rewrite', 'record', 'record', 'record', 'record'],
  ['all', 'record', 'record', 'record', 'record'],
  [undefined, 'missing', 'record', 'replay', 'record'],
  ['', 'missing', 'record', 'replay', 'record'],
  ['  ', 'missing', 'record', 'replay', 'record'],
  [' Once ', 'record', 'record', 'replay', 'replay'],
  ['NEW_EPISODES', 'record', 'record', 'hybrid', 'hybrid'],
];

describe('the plan of an xAI session', () => {
  for (const [recordMode, ...plans] of TABLE) {
    for (const [index, plan] of plans.entries()) {
      const cassetteExists = index >= 2;
      const envRecordFlag = index % 2 === 1;
      const name = recordMode === undefined ? 'no mode' : `mode ${JSON.stringify(recordMode)}`;
      it(`${name}, ${cassetteExists ? 'a' : 'no'} cassette${envRecordFlag ? ', the record flag' : ''}: ${plan}`, () => {
        expect(xaiCassettePlan({ cassetteExists, recordMode, envRecordFlag })).to.equal(plan);
      });
    }
  }

  for (const cassetteExists of [false, true]) {
    for (const envRecordFlag of [false, true]) {
      it(`an unknown mode is an error that lists the five (${cassetteExists}, ${envRecordFlag})`, () => {
        const error = thrownBy(() =>
          xaiCassettePlan({ cassetteExists, recordMode: ' Sometimes ', envRecordFlag }),
        );
        expect(error).to.include({ code: 'invalid_option', option: 'recordMode' });
        expect(error.message).to.equal(
          'Unknown record mode "Sometimes" in recordMode. Legal modes: none, once, new_episodes, rewrite, all.',
        );
      });
    }
  }
});
