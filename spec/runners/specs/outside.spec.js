import { expect } from 'chai';
import { OUTSIDE, REGISTERED } from '../projects/outside.js';
import { startShelfServer } from '../support/shelf-server.js';
import { withinProject } from '../support/within-project.js';

describe('a call that no cassette is in charge of', () => {
  let server;
  before(async () => {
    server = await startShelfServer();
  });
  after(() => server.stop());

  for (const [runner, parts] of Object.entries(OUTSIDE)) {
    it(`fails the test with GRPC_CASSETTE_OUTSIDE=error: ${runner}`, async () => {
      const env = { SHELF_ADDRESS: server.address, GRPC_CASSETTE_OUTSIDE: 'error' };
      const printed = await withinProject(parts, (project) => project.printFailing(env));
      expect(printed).to.contain(
        '9 FAILED_PRECONDITION: No cassette is in charge of the call /shelf.v1.Shelf/Find',
      );
    });
  }

  for (const [way, parts] of Object.entries(REGISTERED)) {
    it(`is told of once with a mode and no path: register by ${way}`, async () => {
      const env = { SHELF_ADDRESS: server.address, GRPC_CASSETTE_MODE: 'none' };
      const printed = await withinProject(parts, (project) => project.print(env));
      expect(printed.match(/GrpcCassetteWarning.*?,/g), printed).to.deep.equal([
        'GrpcCassetteWarning: GRPC_CASSETTE_MODE=none says how cassettes are used,',
      ]);
    });
  }
});
