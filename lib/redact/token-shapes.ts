/** Kinds of secrets that are known by their shape, most telling first. */
const SHAPES: readonly (readonly [kind: string, shape: string])[] = [
  ['an xAI key', 'xai-[A-Za-z0-9]{20,}'],
  ['an Anthropic key', 'sk-ant-[A-Za-z0-9_-]{20,}'],
  ['an OpenAI key', 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}'],
  ['a GitHub token', '(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})'],
  ['an AWS key', '(?:AKIA|ASIA)[A-Z0-9]{16}'],
  ['a Google key', 'AIza[A-Za-z0-9_-]{35}'],
  ['a Google token', 'ya29\\.[A-Za-z0-9_-]{20,}'],
  ['a Slack token', 'xox[abeoprs]-[A-Za-z0-9-]{10,}'],
  ['a JSON web token', 'eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}'],
  ['a private key', '-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----'],
];

const ANY_SHAPE = new RegExp(SHAPES.map(([, shape]) => shape).join('|'));
/** Not within a longer word: `task-…` is no `sk-…`. */
const ONE_BY_ONE = SHAPES.map(([kind, shape]) => ({
  kind,
  shape: new RegExp(`(?<![A-Za-z0-9])(?:${shape})`),
}));

/** Whether a text, one character for each byte, may hold what looks like a secret: whether it does, `findTokenKind` tells of its parts. */
export function mayHoldToken(text: string): boolean {
  return ANY_SHAPE.test(text);
}

/** What a text holds that looks like a secret; undefined where there is nothing. */
export function findTokenKind(text: string): string | undefined {
  return ONE_BY_ONE.find(({ shape }) => shape.test(text))?.kind;
}
