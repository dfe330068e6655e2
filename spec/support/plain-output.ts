/** What tests compare is plain text, whether or not mocha's own output goes to a terminal. */
export const mochaHooks: { beforeAll(): void } = {
  beforeAll() {
    delete process.env['FORCE_COLOR'];
    process.env['NO_COLOR'] = '1';
  },
};
