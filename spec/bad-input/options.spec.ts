import { expect } from 'chai';
import { type CassetteOptions, cassetteInterceptor, openCassette, useCassette } from '../../lib/index.js';
import { withoutModeVariable } from '../support/environment.js';
import { rejectionOf, thrownBy } from '../support/errors.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe('options that make no sense', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  const given = (options: unknown) => options as CassetteOptions;

  const wrong: readonly (readonly [string, unknown, string, string])[] = [
    [
      'an unknown option',
      { modus: 'once' },
      'modus',
      'Unknown cassette option "modus". Known options: mode, timing, debugJson, times, keepFailures, schema, match, ignore, matchMetadata, repeats, onUnplayed, redact.',
    ],
    [
      'an unknown option that every object has',
      { constructor: 1 },
      'constructor',
      'Unknown cassette option "constructor". Known options: mode, timing, debugJson, times, keepFailures, schema, match, ignore, matchMetadata, repeats, onUnplayed, redact.',
    ],
    [
      'an unknown option beside known ones',
      { mode: 'once', ignor: [] },
      'ignor',
      'Unknown cassette option "ignor". Known options: mode, timing, debugJson, times, keepFailures, schema, match, ignore, matchMetadata, repeats, onUnplayed, redact.',
    ],
    [
      'a mode that is none',
      { mode: 'always' },
      'mode',
      'Unknown record mode "always" in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a mode of the wrong kind',
      { mode: true },
      'mode',
      'Unknown record mode true in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a mode that is null',
      { mode: null },
      'mode',
      'Unknown record mode null in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    ],
    [
      'a timing that is a word',
      { timing: 'fast' },
      'timing',
      'The cassette option timing is "fast". Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing below 0',
      { timing: -1 },
      'timing',
      'The cassette option timing is -1. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing without end',
      { timing: Number.NaN },
      'timing',
      'The cassette option timing is NaN. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'a timing of the wrong kind',
      { timing: ['instant'] },
      'timing',
      'The cassette option timing is [object Array]. Legal: "instant", "recorded" or a factor of 0 or more.',
    ],
    [
      'options that are a word',
      'once',
      'options',
      'The cassette option options is "once". Legal: an object such as { mode: "once" }.',
    ],
    [
      'options that are null',
      null,
      'options',
      'The cassette option options is null. Legal: an object such as { mode: "once" }.',
    ],
  ];

  for (const [what, options, option, message] of wrong) {
    it(`${what}: an error when given, to each of the three doors`, async () => {
      const path = temporary('chat.yaml');
      const errors = [
        thrownBy(() => openCassette(path, given(options))),
        thrownBy(() => cassetteInterceptor(path, given(options))),
        await rejectionOf(useCassette(path, given(options), async () => undefined)),
      ];
      for (const error of errors) {
        expect(error.message).to.equal(message);
        expect(error.code).to.equal('invalid_option');
        expect(error.option).to.equal(option);
      }
      await openCassette(path, { mode: 'once' }).close();
    });
  }

  for (const [path, shown] of [
    ['', '""'],
    [' ', '" "'],
    [undefined, 'undefined'],
    [7, '7'],
  ] as const) {
    it(`a path that is ${shown}`, () => {
      const error = thrownBy(() => openCassette(path as string));
      expect(error.code).to.equal('invalid_option');
      expect(error.message).to.equal(
        `The path of a cassette is ${shown}. Give the path of a file, such as fixtures/chat.yaml.`,
      );
    });
  }

  for (const [what, first, second] of [
    ['options without a path', undefined, { mode: 'once' }],
    ['options in the place of the path', { mode: 'once' }, undefined],
    ['null in the place of the path', null, undefined],
    ['a number in the place of the path', 7, undefined],
  ] as const) {
    it(`an interceptor of ${what}`, () => {
      const error = thrownBy(() => cassetteInterceptor(first as unknown as string, given(second)));
      expect(error.code).to.equal('invalid_option');
    });
  }

  it('other options for a path that is open name both', async () => {
    const path = temporary('chat.yaml');
    const opened = openCassette(path, { mode: 'once', timing: 0.5 });
    const error = thrownBy(() => cassetteInterceptor(path, { mode: 'none' }));
    expect(error.code).to.equal('conflicting_options');
    expect(error.path).to.equal(path);
    expect(error.message).to.equal(
      `The cassette ${path} is open already with other options (mode: "once" against "none", timing: 0.5 against 0). Close it first, or give both the same options.`,
    );
    expect(openCassette(path, { timing: 0.5, mode: 'once' })).to.equal(opened);
    await opened.close();
    const matching = openCassette(path, { match: () => true });
    expect(thrownBy(() => openCassette(path, { match: () => false })).message).to.equal(
      `The cassette ${path} is open already with other options (match: a function against another). Close it first, or give both the same options.`,
    );
    await matching.close();
    const again = openCassette(path, { mode: 'none' });
    expect(again).not.to.equal(opened);
    await again.close();
  });
});
