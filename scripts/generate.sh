#!/usr/bin/env bash
# Makes proto-gen/ from proto/: the TypeScript messages and clients, and the descriptor set xai.binpb.
#
# Works offline and gives the same bytes each time. All is written to a temporary folder first, so that a failure
# leaves proto-gen/ as it was. What lies in proto-gen/ is never edited by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export BUF_CACHE_DIR="$scratch/cache" # nothing is fetched; keeps buf out of the home folder
generated="$scratch/proto-gen"

# The well-known types are generated too: google-protobuf's own timestamp_pb.js has another face than the rest.
buf generate --include-imports --include-wkt --output "$generated"

# A plain google.protobuf.FileDescriptorSet: without buf's own extension fields, and without comments and positions,
# so that it changes only when the wire does.
buf build --as-file-descriptor-set --exclude-source-info --output "$generated/xai.binpb"

# protoc-gen-ts 0.8.7 predates google-protobuf 4 and imports by full file name. Each patch says what it is for, and
# what it should have removed is looked for afterwards: a new version of the generator must not pass unseen.
node --input-type=module - "$generated" <<'PATCH'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const patches = [
  // Not clean under our compiler settings (overrides, unused locals, indexed access). Whoever uses the generated
  // classes is still checked against their types.
  { find: /^/, replace: '// @ts-nocheck\n' },
  // Node's ESM resolution wants the file's name, with its extension.
  { find: /from "(\.{1,2}\/[^"]+?)(?:\.js)?";/g, replace: 'from "$1.js";' },
  // google-protobuf 4 has no readPacked…(): it throws "is not a function" at the first packed field. The …Into form
  // reads packed, unpacked and mixed fields, and appends, as the protobuf specification asks.
  {
    find: /(\S+) = reader\.readPacked(\w+)\(\);/g,
    replace: 'reader.readPackable$2Into($1);',
    gone: /\breadPacked\w+\(/,
  },
];

// google-protobuf 4 keeps a message's values in `array`, and `constructor` does not compile.
const forbiddenField = /^ {4}(?:get|set) (array|constructor)\(/m;

const root = process.argv[2];
for (const name of readdirSync(root, { recursive: true })) {
  if (!name.endsWith('.ts')) continue;
  const path = join(root, name);
  let text = readFileSync(path, 'utf8');
  for (const { find, replace, gone } of patches) {
    text = text.replace(find, replace);
    if (gone?.test(text)) throw new Error(`${name}: ${gone} is still there: has protoc-gen-ts changed?`);
  }
  const field = forbiddenField.exec(text)?.[1];
  if (field) throw new Error(`${name}: a field named "${field}" breaks google-protobuf's runtime; rename it.`);
  writeFileSync(path, text);
}
PATCH

rm -rf proto-gen
mv "$generated" proto-gen
