import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawHouse } from './draw-house.js';
import { readHouse } from './read-imports.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
writeFileSync(`${root}docs/images/house.svg`, drawHouse(readHouse(root)));
