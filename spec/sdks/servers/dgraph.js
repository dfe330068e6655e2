import { Server, status } from '@grpc/grpc-js';
import services from 'dgraph-js/generated/api_grpc_pb.js';
import messages from 'dgraph-js/generated/api_pb.js';
import { listen } from '../support/listen.js';

/** Starts a server of Dgraph's API, in the messages that its SDK brings: google-protobuf's classic `*_pb`. */
export async function startDgraphServer() {
  const server = new Server();
  server.addService(services.DgraphService, {
    login: unimplemented,
    alter: unimplemented,
    query,
    commitOrAbort: (call, callback) => callback(null, call.request),
    checkVersion(_call, callback) {
      const version = new messages.Version();
      version.setTag('v24.0.0');
      callback(null, version);
    },
  });
  return await listen(server);
}

function query({ request }, callback) {
  if (request.getQuery().includes('nonsense')) {
    return callback({ code: status.UNKNOWN, details: 'line 1 column 17: Unclosed action' });
  }
  const response = new messages.Response();
  const latency = new messages.Latency();
  latency.setParsingNs(1234);
  const context = new messages.TxnContext();
  context.setStartTs(request.getStartTs() || 7);
  context.addKeys('key');
  response.setTxn(context);
  response.setLatency(latency);
  if (request.getMutationsList().length > 0) response.getUidsMap().set('blank-0', '0x1');
  else response.setJson(Buffer.from(JSON.stringify({ q: [{ name: request.getVarsMap().get('$n') }] })));
  callback(null, response);
}

function unimplemented(_call, callback) {
  callback({ code: status.UNIMPLEMENTED, details: 'not here' });
}
