import { expect } from 'chai';
import { ofMocha } from '../projects/mocha.js';
import { withinProject } from '../support/within-project.js';

describe('a test of mocha that misses', () => {
  it('shows the frames of the project and none of the package', async () => {
    const spec = `const { Client, credentials } = require('@grpc/grpc-js');
const { cassetteInterceptor } = require('grpc-cassette');
const asIs = (bytes) => bytes;
it('asks', (done) => {
  const options = { interceptors: [cassetteInterceptor()] };
  const client = new Client('127.0.0.1:1', credentials.createInsecure(), options);
  client.makeUnaryRequest('/shelf.v1.Shelf/Find', asIs, asIs, Buffer.from('?'), done);
});
`;
    const parts = ofMocha('shelf.spec.cjs', spec);
    const printed = await withinProject(parts, (project) => project.printFailing({}));
    expect(printed).to.match(/at .*\(shelf\.spec\.cjs:7:/);
    expect(printed).not.to.match(/\n\s+at .*grpc-cassette\/dist/);
  });
});
