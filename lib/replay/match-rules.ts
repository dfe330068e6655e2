import type { Meanings } from '../messages/meaning/meanings.js';
import type { Interaction } from '../model/interaction.js';
import type { Call } from './call.js';
import { fits, givenFits, halfCloseFits, isExact, type Recorded, requestFits } from './fit.js';
import type { UserMatch } from './user-match.js';

/** What the `match` option decides: whether a recording of the call's method and kind can be that of the call. */
export interface Rule {
  /** Whether equal requests are what pairs a call with its recording. */
  readonly comparesRequests: boolean;
  /** Whether it ever looks at requests. */
  readonly readsRequests: boolean;
  /** By all that was said so far. */
  fits(call: Call, recording: Recorded): boolean;
  /** Whether one that fitted so far still does after the newest request. */
  goesOn(call: Call, interaction: Interaction): boolean;
  /** Whether one that fitted so far still does after the half-close. */
  endsWith(call: Call, interaction: Interaction): boolean;
  /** Whether one that fits holds all that the call has said. */
  isExact(call: Call, interaction: Interaction): boolean;
}

/** Equal requests, by what they mean. */
export function requestRule(meanings: Meanings): Rule {
  return {
    comparesRequests: true,
    readsRequests: true,
    fits: (call, recording) => fits(call, recording, meanings.of(call.method)),
    goesOn({ requests, method }, interaction) {
      const last = requests.length - 1;
      return requestFits(requests.at(last), interaction, last, meanings.of(method));
    },
    endsWith: ({ requests }, interaction) => halfCloseFits(requests.length, interaction),
    isExact,
  };
}

/** Any requests. A call that was given messages cannot go on with a recording that has others. */
export function methodRule(meanings: Meanings): Rule {
  return {
    comparesRequests: false,
    readsRequests: false,
    fits: (call, { interaction }) => givenFits(call, interaction, meanings.of(call.method)),
    goesOn: () => true,
    endsWith: () => true,
    isExact: () => true,
  };
}

/** What the user's own function says. */
export function functionRule(match: UserMatch, meanings: Meanings): Rule {
  const accepts: Rule['goesOn'] = (call, interaction) => match.accepts(call, interaction);
  return {
    comparesRequests: false,
    readsRequests: true,
    fits: (call, { interaction }) =>
      givenFits(call, interaction, meanings.of(call.method)) && accepts(call, interaction),
    goesOn: accepts,
    endsWith: accepts,
    isExact: () => true,
  };
}
