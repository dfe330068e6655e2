import { readFileSync, writeFileSync } from 'node:fs';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { ChatOfBytes, NOWHERE } from './chat-of-bytes.js';
import { type Encoded, encode } from './encoded.js';
import { everyCall, recordEveryCall } from './every-call.js';
import { itWithPython, rewriteWithPython, unlessAbsent } from './python.js';
import { safeLoad } from './safe-load.js';
import { messagesOf } from './seed-messages.js';
import { readAsSeed, type SeedInteraction } from './seed-reader.js';

const kept = everyCall.filter((call) => call.found !== undefined);

/** What a person or a later version of the harness may have put into a cassette. */
const additions = `\
# by hand
- collections_method:
    name: search
- request_sample: # why this is here
    raw: !!binary |
      YQ==
    note: kept by this library
  response_sample:
    raw: !!binary |
      Yg==
`;

describe('a cassette that was recorded here and that Python rewrote', function () {
  this.timeout(30_000);
  const temporary = useTemporaryFolder();

  async function recordAndRewrite(): Promise<{ recorded: string; rewritten: string }> {
    const recorded = temporary('recorded.yaml');
    const rewritten = temporary('rewritten.yaml');
    await recordEveryCall(recorded);
    writeFileSync(recorded, additions, { flag: 'a' });
    rewriteWithPython(recorded, rewritten);
    return { recorded, rewritten };
  }

  itWithPython(`has what the Python harness found in it, and nothing else${unlessAbsent}`, async () => {
    const { recorded, rewritten } = await recordAndRewrite();
    const found = readAsSeed(recorded);
    expect(found).to.have.length(kept.length + 1);
    expect(readAsSeed(rewritten)).to.deep.equal(found);
    const text = readFileSync(rewritten, 'utf8');
    expect(encode(safeLoad(text))).to.deep.equal({ version: 1, interactions: found.map(asDumped) });
    expect(text).not.to.match(/#|\bcall:|request_chunks|chunks_ms|collections_method|note/);
  });

  itWithPython(`plays what is left in sequence, failed streams as a clean end${unlessAbsent}`, async () => {
    const { rewritten } = await recordAndRewrite();
    const chat = new ChatOfBytes(NOWHERE, rewritten);
    const heard = new Map<string, unknown>();
    for (const [index, interaction] of readAsSeed(rewritten).entries()) {
      const title = kept[index]?.title ?? 'by hand';
      heard.set(
        title,
        await chat.ask(interaction).catch(({ code, details }) => `${status[code]}: ${details}`),
      );
    }
    // A unary call needs a response or an error: grpc-js itself has this one for a call that ends well without either.
    const lost = 'UNIMPLEMENTED: No message received';
    const expected = kept.map(({ title, found }) => [title, found?.['response_raw'] === null ? lost : found]);
    expect([...heard].slice(0, -1)).to.deep.equal(expected);
    expect([...heard].filter(([, each]) => each === lost).map(([title]) => title)).to.deep.equal([
      'a call that failed',
      'a call that the client cancelled',
    ]);
    expect(chat.cassette.unplayed).to.deep.equal([]);
    expect(chat.cassette.misses).to.deep.equal([]);
    await chat.close();
  });

  itWithPython(`stays as it is when Python rewrites it once more${unlessAbsent}`, async () => {
    const { rewritten } = await recordAndRewrite();
    const again = temporary('again.yaml');
    rewriteWithPython(rewritten, again);
    expect(readFileSync(again, 'utf8')).to.equal(readFileSync(rewritten, 'utf8'));
    expect(readAsSeed(again).map(messagesOf)).to.deep.equal(readAsSeed(rewritten).map(messagesOf));
  });
});

/** An interaction as the harness's `dump` lays it out: a view only where there is something to see. */
function asDumped(interaction: SeedInteraction): Encoded {
  const request = { ...view('json', interaction.request_json), raw: interaction.request_raw };
  if (interaction.kind === 'stream') {
    const { chunks_raw, chunks_json } = interaction;
    return { request_stream: request, response_stream: { ...view('chunks_json', chunks_json), chunks_raw } };
  }
  const response = { ...view('json', interaction.response_json), raw: interaction.response_raw };
  return { request_sample: request, response_sample: response };
}

function view(key: string, value: Encoded): Readonly<Record<string, Encoded>> {
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  return isEmpty ? {} : { [key]: value };
}
