import { MemoryStorage } from '../support/memory-storage.js';
import { itKeepsTheContract } from './contract.js';

describe('cassettes in memory', () => {
  itKeepsTheContract(() => {
    const storage = new MemoryStorage();
    return { storage, path: (name) => `fixtures/${name}`, age: (path) => storage.age(path) };
  });
});
