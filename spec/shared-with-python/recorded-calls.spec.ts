import { expect } from 'chai';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { everyCall, recordEveryCall } from './every-call.js';
import { itWithPython, readWithPython, unlessAbsent } from './python.js';
import { messagesOf } from './seed-messages.js';
import { readAsSeed } from './seed-reader.js';

const found = everyCall.flatMap((call) => call.found ?? []);

describe('a cassette that was recorded here, read with the rules of the Python harness', function () {
  this.timeout(30_000);
  const temporary = useTemporaryFolder();

  it('holds unary and server streaming calls as they were made, however they ended, and no others', async () => {
    const path = temporary('calls.yaml');
    await recordEveryCall(path);
    expect(readAsSeed(path).map(messagesOf)).to.deep.equal(found);
  });

  itWithPython(`is the same to Python${unlessAbsent}`, async () => {
    const path = temporary('calls.yaml');
    await recordEveryCall(path);
    const [read = []] = readWithPython(path);
    expect(read.map(messagesOf)).to.deep.equal(found);
    expect(read).to.deep.equal(readAsSeed(path));
  });
});
