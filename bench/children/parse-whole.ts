/** Parses the file at a path as YAML, whole: what opening a cassette is held against. */
import { readFileSync } from 'node:fs';
import { binaryTag, CORE_SCHEMA, load } from 'js-yaml';
import { tellCosts } from './costs.js';

const [path = ''] = process.argv.slice(2);
await tellCosts(() => load(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA.withTags(binaryTag) }));
