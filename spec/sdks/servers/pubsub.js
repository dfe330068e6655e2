import { loadPackageDefinition, Server, status } from '@grpc/grpc-js';
import { listen } from '../support/listen.js';
import { loadProtosOf } from '../support/load-protos-of.js';

/** Starts a Pub/Sub with one topic and one subscription: what is published comes to whichever stream pulls first. */
export async function startPubSub() {
  const { Publisher, Subscriber } = loadPackageDefinition(loadProtosOf('@google-cloud/pubsub')).google.pubsub
    .v1;
  const server = new Server();
  const waiting = [];
  let pulling;
  let ids = 0;
  const deliver = () => {
    if (pulling === undefined) return;
    for (const message of waiting.splice(0)) {
      pulling.write({
        receivedMessages: [{ ackId: `ack-${message.messageId}`, message, deliveryAttempt: 1 }],
      });
    }
  };
  server.addService(Publisher.service, {
    createTopic({ request }, callback) {
      if (request.name.endsWith('taken'))
        return callback({ code: status.ALREADY_EXISTS, details: 'it is there' });
      callback(null, request);
    },
    publish({ request: { messages } }, callback) {
      const published = messages.map((message) => ({
        ...message,
        messageId: `${++ids}`,
        publishTime: { seconds: ids },
      }));
      waiting.push(...published);
      callback(null, { messageIds: published.map(({ messageId }) => messageId) });
      deliver();
    },
  });
  server.addService(Subscriber.service, {
    createSubscription: ({ request }, callback) => callback(null, request),
    acknowledge: (_call, callback) => callback(null, {}),
    modifyAckDeadline: (_call, callback) => callback(null, {}),
    streamingPull(call) {
      call.once('data', () => {
        pulling ??= call;
        deliver();
      });
      call.on('end', () => call.end());
    },
  });
  return await listen(server);
}
