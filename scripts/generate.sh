#!/usr/bin/env bash
# Makes from proto/: proto-gen/ with the TypeScript messages and clients and the descriptor set (xai.binpb, and as a
# module), and
# spec/clients/gen/ with the chat service for two other generators' clients.
#
# Works offline and gives the same bytes each time. All is written to a temporary folder first, so that a failure
# leaves both folders as they were. What lies in them is never edited by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export BUF_CACHE_DIR="$scratch/cache" # nothing is fetched; keeps buf out of the home folder

buf generate --output "$scratch"

# A plain google.protobuf.FileDescriptorSet: without buf's own extension fields, and without comments and positions,
# so that it changes only when the wire does.
buf build --as-file-descriptor-set --exclude-source-info --output "$scratch/proto-gen/xai.binpb"

# The same as a module: code that is bundled and loaded in whatever way finds no file beside itself.
{
  echo '/** The messages and services of proto/, a google.protobuf.FileDescriptorSet in base64. */'
  echo "export const DESCRIPTOR_SET: string = '$(base64 -w 0 "$scratch/proto-gen/xai.binpb")';"
} >"$scratch/proto-gen/descriptor-set.ts"

# protoc-gen-ts 0.8.7 predates google-protobuf 4 and, as protobuf-ts, ESM. Each patch says what it is for, and what it
# should have removed is looked for afterwards: a new version of a generator must not pass unseen.
node --input-type=module - "$scratch" <<'PATCH'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Node's ESM resolution wants the file's name, with its extension.
const extensions = {
  find: /from "(\.{1,2}\/[^"]+?)(?:\.js)?";/g,
  replace: 'from "$1.js";',
  gone: /from "\.{1,2}\/[^"]+(?<!\.js)";/,
};

const patches = {
  'proto-gen': [
    // Not clean under our compiler settings (overrides, unused locals, indexed access). Whoever uses the generated
    // classes is still checked against their types.
    { find: /^/, replace: '// @ts-nocheck\n' },
    extensions,
    // google-protobuf 4 has no readPacked…(): it throws "is not a function" at the first packed field. The …Into form
    // reads packed, unpacked and mixed fields, and appends, as the protobuf specification asks.
    {
      find: /(\S+) = reader\.readPacked(\w+)\(\);/g,
      replace: 'reader.readPackable$2Into($1);',
      gone: /\breadPacked\w+\(/,
    },
  ],
  'spec/clients/gen/protobuf-ts': [extensions],
};

// google-protobuf 4 keeps a message's values in `array`, and `constructor` does not compile.
const forbiddenField = /^ {4}(?:get|set) (array|constructor)\(/m;

for (const [folder, list] of Object.entries(patches)) {
  const root = join(process.argv[2], folder);
  for (const name of readdirSync(root, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(root, name);
    let text = readFileSync(path, 'utf8');
    for (const { find, replace, gone } of list) {
      text = text.replace(find, replace);
      if (gone?.test(text)) throw new Error(`${name}: ${gone} is still there: has its generator changed?`);
    }
    const field = forbiddenField.exec(text)?.[1];
    if (field) throw new Error(`${name}: a field named "${field}" breaks google-protobuf's runtime; rename it.`);
    writeFileSync(path, text);
  }
}
PATCH

for folder in proto-gen spec/clients/gen; do
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  mv "$scratch/$folder" "$folder"
done
