/**
 * Opens a cassette in mode `none` again and again and reads all of it, until it is told `end`. It says how many entries there
 * are, or the code of the error, whenever that is another than before.
 */
import { CassetteError } from '../../../lib/index.js';
import { turns } from '../../support/time.js';
import { idsIn } from './ledger.js';
import { Orders } from './orders.js';
import { say } from './say.js';

const path = process.argv[2] ?? '';
const orders = new Orders();

async function look(): Promise<string> {
  try {
    return `${(await idsIn(JSON.parse(path) as string)).length}`;
  } catch (error) {
    return CassetteError.is(error) ? error.code : String(error);
  }
}

let last: string | undefined;
while (!orders.has('end')) {
  const found = await look();
  if (found !== last) say(`found ${found}`);
  last = found;
  await turns(1);
}
orders.dismiss();
