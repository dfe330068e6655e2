// `node --import`: whoever loads @grpc/grpc-js gets the copy that GRPC_JS names instead, as it is installed here. For
// Node 22.15 or later: the hooks that came before do not see what a required ES module imports, and mocha requires specs.
import { createRequire, registerHooks } from 'node:module';

const copy = process.env.GRPC_JS;
const url = import.meta.resolve(copy);
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@grpc/grpc-js'
      ? { url, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
});

const require = createRequire(import.meta.url);
const { Client, Server } = await import(copy);
for (const probe of [await import('./probe.js'), require('./probe.js')]) {
  if (probe.Client !== Client) throw new Error(`@grpc/grpc-js is not ${copy}`);
}

// Until 1.10 a server answers once it is started; later ones warn of that.
if (copy === 'grpc-js-1.9') {
  const { bindAsync } = Server.prototype;
  Server.prototype.bindAsync = function (address, credentials, done) {
    bindAsync.call(this, address, credentials, (error, port) => {
      if (error === null) this.start();
      done(error, port);
    });
  };
}
