import { readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { HiddenNames } from '../../../lib/record/beside/hidden-names.js';
import { findAppend, type HeldLease, LeaseLost } from '../../../lib/record/beside/lease.js';
import { FileStorage } from '../../../lib/storage/file.js';
import { StandingClock } from '../../support/standing-clock.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { failure } from '../../support/watched-storage.js';
import { BusyClock, Contest, createLease, once } from './contest.js';

const APPEND = { length: 7, id: '1-2' };

describe('the lease on a cassette', () => {
  let contest: Contest;
  beforeEach(() => {
    contest = new Contest();
  });

  const beside = (): readonly string[] => contest.beside;
  const overtake = (name: string, action: (held: HeldLease) => void): void => contest.overtake(name, action);

  it('is in a folder that says who holds it, and nothing is left when it ends', () => {
    const seen = contest.leaseOf('A').hold(beside);
    expect(seen).to.deep.equal(['.chat.yaml.lock', '.chat.yaml.lock/A-1']);
    expect(beside()).to.deep.equal([]);
  });

  it('leaves its folder for the next time, and nothing once it is ended', () => {
    const lease = contest.leaseOf('A');
    const folders = (): readonly string[] => contest.memory.list('.');
    for (let times = 0; times < 2; times += 1) {
      lease.hold(() => expect(folders()).to.deep.equal(['.chat.yaml.lock']));
      expect(folders()).to.deep.equal(['.chat.yaml.A-1.lease']);
    }
    lease.end();
    lease.end();
    expect(folders()).to.deep.equal([]);
    expect(lease.hold(() => 'again')).to.equal('again');
  });

  it('makes its folder anew where somebody has tidied up', () => {
    const lease = contest.leaseOf('A');
    lease.hold(() => undefined);
    for (const path of ['.chat.yaml.A-1.lease/A-1', '.chat.yaml.A-1.lease']) contest.memory.remove(path);
    expect(lease.hold(() => 'again')).to.equal('again');
  });

  it('gives back what is done under it, and ends also where that fails', () => {
    expect(contest.leaseOf('A').hold(() => 'done')).to.equal('done');
    const fail = (): never => {
      throw new Error('failed');
    };
    expect(() => contest.leaseOf('A').hold(fail)).to.throw('failed');
    expect(beside()).to.deep.equal([]);
  });

  it('is of one at a time: the next enters when the holder is done', () => {
    const said: string[] = [];
    const say = (words: string): void => void said.push(words);
    contest.leaseOf('A').hold((held) => {
      say('A is in');
      contest.clock.meanwhile = once(() => {
        held.release();
        say('A is out');
      });
      contest.leaseOf('B').hold(() => say('B is in'));
    });
    expect(said).to.deep.equal(['A is in', 'A is out', 'B is in']);
    expect(beside()).to.deep.equal([]);
  });

  it('is taken over when nobody has touched it for a second of the time of whoever waits, and not before', () => {
    contest.leaseOf('A').hold(() => {
      const waiting = new StandingClock();
      const seen = contest.leaseOf('B', waiting).hold(beside);
      expect(waiting.now()).to.be.within(1000, 1009);
      expect(seen).to.deep.equal(['.chat.yaml.lock', '.chat.yaml.lock/B-1']);
    });
    expect(beside()).to.deep.equal([]);
  });

  it('is taken over whatever time the file has, for clocks of two hosts differ', () => {
    const { clock } = contest;
    clock.sleep(3_600_000);
    contest.leaseOf('A').hold(() => {
      const waiting = new StandingClock();
      contest.memory.age('.chat.yaml.lock/A-1');
      contest.leaseOf('B', waiting).hold(() => undefined);
      expect(waiting.now()).to.be.within(1000, 1009);
    });
  });

  it('is waited for, for a minute, while it is touched, and then given up with nothing left of who waited', () => {
    const { clock } = contest;
    contest.leaseOf('A').hold((held) => {
      let touched = clock.now();
      clock.meanwhile = () => {
        if (clock.now() - touched < 980) return;
        held.touch();
        touched = clock.now();
      };
      const begin = clock.now();
      expect(() => contest.leaseOf('B').hold(() => undefined)).to.throw(
        'others have been writing to it for 60 s (.chat.yaml.lock)',
      );
      expect(clock.now() - begin).to.be.within(60_000, 60_020);
      expect(beside()).to.deep.equal(['.chat.yaml.lock', '.chat.yaml.lock/A-1']);
      held.touch();
    });
    expect(beside()).to.deep.equal([]);
  });

  it('is not taken over from who says something new, be it ever the same time', () => {
    const { clock } = contest;
    contest.leaseOf('A').hold((held) => {
      let length = 0;
      clock.meanwhile = () => {
        if (clock.now() < 900 * (length + 1)) return;
        length += 1;
        held.intend({ length, id: '1' });
        contest.memory.age(`.chat.yaml.lock/A-1@${length}@1`);
        if (length === 3) held.release();
      };
      const inherited = contest.leaseOf('B').hold((next) => next.inherited);
      expect([length, inherited]).to.deep.equal([3, undefined]);
    });
  });

  it('is given to one of two that would take it over, and then to the other', () => {
    const { storage } = contest;
    const said: string[] = [];
    const enter = (name: string, { inherited }: HeldLease): void => {
      said.push(
        `${name} is in, for ${JSON.stringify(inherited)}: ${storage.list('.chat.yaml.lock/').join()}`,
      );
    };
    contest.leaseOf('A').hold((held) => {
      held.intend(APPEND);
      const faster = once(() => overtake('C', (own) => enter('C', own)));
      storage.before = (action, path) => {
        if (action === 'move' && path.startsWith('.chat.yaml.lock/A-1')) faster();
      };
      contest.leaseOf('B', new StandingClock()).hold((own) => enter('B', own));
    });
    expect(said).to.deep.equal([
      'C is in, for {"length":7,"id":"1-2"}: .chat.yaml.lock/C-1@7@1-2',
      'B is in, for undefined: .chat.yaml.lock/B-1',
    ]);
    expect(beside()).to.deep.equal([]);
  });

  it('is inherited with the append that was under way, until its new holder says something else', () => {
    contest.leaseOf('A').hold((held) => {
      held.intend(APPEND);
      overtake('B', (second) => {
        expect(second.inherited).to.deep.equal(APPEND);
        overtake('C', (third) => {
          expect(third.inherited).to.deep.equal(APPEND);
          third.intend(undefined);
          overtake('D', (fourth) => expect(fourth.inherited).to.equal(undefined));
        });
      });
    });
    expect(beside()).to.deep.equal([]);
  });

  it('shows readers the append, and nothing where there is none', () => {
    const { storage, names } = contest;
    const seen = () => findAppend(storage, names);
    expect(seen()).to.equal(undefined);
    contest.leaseOf('A').hold((held) => {
      expect(seen()).to.equal(undefined);
      held.intend(APPEND);
      expect(seen()).to.deep.equal(APPEND);
      held.intend({ ...APPEND, length: 8 });
      expect(seen()).to.deep.equal({ ...APPEND, length: 8 });
      held.intend(undefined);
      expect(seen()).to.equal(undefined);
    });
    expect(seen()).to.equal(undefined);
  });

  it('is taken over without what its holder has made: that cannot come into the cassette any more', () => {
    const { storage } = contest;
    const left = contest.leaseOf('A').hold((held) => {
      storage.create(held.temporary, [Buffer.from('old')]);
      storage.create('.chat.yaml.C-1.tmp', [Buffer.from('of somebody else')]);
      let atEntry: readonly string[] = [];
      overtake('B', () => {
        atEntry = beside();
      });
      return atEntry;
    });
    expect(left).to.deep.equal(['.chat.yaml.C-1.tmp', '.chat.yaml.lock', '.chat.yaml.lock/B-1']);
  });

  describe('that was lost', () => {
    /** What A finds when B has taken over, and holds the lease or not any more. */
    function afterLoss(isHeld: boolean, action: (lost: HeldLease) => void): void {
      contest.leaseOf('A').hold((lost) => {
        if (isHeld) overtake('B', () => action(lost));
        else {
          overtake('B', () => undefined);
          action(lost);
        }
      });
    }

    for (const isHeld of [true, false]) {
      const who = isHeld ? 'while another holds it' : 'also when nobody holds it any more';

      it(`is found out by a touch, ${who}`, () => {
        afterLoss(isHeld, (lost) => expect(() => lost.touch()).to.throw(LeaseLost));
      });

      it(`is found out by what is intended, ${who}`, () => {
        afterLoss(isHeld, (lost) => expect(() => lost.intend(APPEND)).to.throw(LeaseLost));
      });

      it(`is found out while much is written, ${who}`, () => {
        afterLoss(isHeld, (lost) => {
          const pieces = lost.touchBetween([Buffer.alloc(1 << 20), Buffer.alloc(1)]);
          expect(() => [...pieces]).to.throw(LeaseLost);
        });
      });
    }

    it('takes nothing away from its new holder when it is released', () => {
      afterLoss(true, (lost) => {
        lost.release();
        expect(beside()).to.deep.equal(['.chat.yaml.lock', '.chat.yaml.lock/B-1']);
      });
      expect(beside()).to.deep.equal([]);
    });

    it('may take the lock of one that enters in the midst of its release, which that one finds out', () => {
      const { memory, names } = contest;
      contest.leaseOf('A').hold(() => {
        contest.overtake('B', (held) => {
          memory.move(names.lock, names.lease('A-1'));
          expect(() => held.touch()).to.throw(LeaseLost);
        });
      });
      expect(beside()).to.deep.equal([]);
    });
  });

  it('is touched after each MiB of what is written, whatever the pieces, which are passed on as they are', () => {
    const { storage, clock } = contest;
    const bytes = Buffer.from(Array.from({ length: (5 << 20) / 2 + 3 }, (_, index) => index % 251));
    const pieces = [bytes.subarray(0, 10), bytes.subarray(10, 2_000_000), bytes.subarray(2_000_000)];
    contest.leaseOf('A').hold((held) => {
      const changed = (): number => storage.stat('.chat.yaml.lock/A-1')?.changedMs ?? 0;
      const parts: Uint8Array[] = [];
      let [begin, untouched, longest] = [changed(), 0, 0];
      for (const part of held.touchBetween(pieces)) {
        clock.sleep(1);
        if (changed() > begin) untouched = 0;
        begin = changed();
        untouched += part.length;
        longest = Math.max(longest, untouched);
        parts.push(part);
      }
      expect(Buffer.concat(parts).equals(bytes)).to.equal(true);
      expect(longest).to.be.lessThan(2 << 20);
      expect(Math.max(...parts.map(({ length }) => length))).to.be.at.most(1 << 20);
    });
  });

  it('fails with what the storage says where there can be none, and nothing is left', () => {
    const { storage } = contest;
    storage.before = (action) => {
      if (action === 'move') throw failure('EACCES', 'no');
    };
    expect(() => contest.leaseOf('A').hold(() => undefined)).to.throw('EACCES: no');
    expect(beside()).to.deep.equal([]);
  });

  it('is given up after a minute where it can never be entered, though nobody holds it', () => {
    const { storage } = contest;
    let tries = 0;
    storage.before = (action) => {
      if (action !== 'move') return;
      tries += 1;
      throw failure(tries < 20_000 ? 'EEXIST' : 'it was tried too often', 'no');
    };
    expect(() => contest.leaseOf('A').hold(() => undefined)).to.throw('others have been writing to it');
    expect(beside()).to.deep.equal([]);
  });

  it('is held up by no folder that somebody has left without anything in it', () => {
    contest.storage.makeFolder('.chat.yaml.lock');
    expect(contest.leaseOf('A').hold(() => contest.clock.now())).to.equal(0);
    expect(beside()).to.deep.equal([]);
  });
});

describe('the lease on a cassette in the file system', () => {
  const temporary = useTemporaryFolder();

  it('is one folder while it is held, taken over once, and leaves nothing', () => {
    const clock = new BusyClock();
    const storage = new FileStorage((name) => `${name}.tmp`);
    const names = new HiddenNames({ file: temporary('chat.yaml'), name: 'chat.yaml' });
    const leaseOf = (name: string) => createLease(name, { clock, storage, names });
    const folder = dirname(temporary('chat.yaml'));
    writeFileSync(temporary('chat.yaml'), 'mine');
    const other = leaseOf('B');
    leaseOf('A').hold((lost) => {
      lost.intend(APPEND);
      writeFileSync(lost.temporary, 'torn');
      other.hold((held) => {
        expect(held.inherited).to.deep.equal(APPEND);
        expect(readdirSync(folder).sort()).to.deep.equal(['.chat.yaml.lock', 'chat.yaml']);
        expect(readdirSync(temporary('.chat.yaml.lock'))).to.deep.equal(['B-1@7@1-2']);
        expect(() => lost.touch()).to.throw(LeaseLost);
        lost.release();
        held.touch();
      });
    });
    other.end();
    expect(readdirSync(folder)).to.deep.equal(['chat.yaml']);
  });
});
