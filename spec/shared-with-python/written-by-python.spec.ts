import { itIsUnderstood } from './python-wrote.js';

describe('a cassette that Python wrote, with nasty text in its views and nasty bytes in its messages', function () {
  this.timeout(30_000);
  itIsUnderstood(30);
});
