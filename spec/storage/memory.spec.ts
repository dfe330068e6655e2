import { MemoryStorage } from '../../lib/storage/memory.js';
import { itKeepsTheContract } from './contract.js';

describe('cassettes in memory', () => {
  itKeepsTheContract(() => {
    const storage = new MemoryStorage();
    return {
      storage,
      path: (name) => `fixtures/${name}`,
      leaveJournal(cassettePath, content) {
        const path = `${cassettePath}.1.left.journal`;
        storage.append(path, [Buffer.from(content)]);
        return path;
      },
    };
  });
});
