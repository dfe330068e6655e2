/** What is expected of a project that asks for a book in each of two tests, which have a cassette each. */
export const TWO_BOOKS = {
  expected: { Emma: 'CgRFbW1hENoD', Ulysses: 'CgdVbHlzc2VzENoF', instances: 'one' },
  cassettes: ['Emma.yaml', 'Ulysses.yaml'],
};
