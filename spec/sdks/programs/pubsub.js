import { on } from 'node:events';
import { PubSub } from '@google-cloud/pubsub';
import { googleAuthLibrary } from 'google-gax';
import { loadProtosOf } from '../support/load-protos-of.js';

/** Leases are extended after random times: what of them is in an acknowledgement differs in every run. */
export const cassetteOptions = { schema: loadProtosOf('@google-cloud/pubsub'), ignore: ['ackIds'] };

export async function run({ address, options, hear }) {
  const authClient = new googleAuthLibrary.PassThroughClient();
  const pubsub = new PubSub({ projectId: 'test', apiEndpoint: address, authClient, ...options });
  const [topic] = await pubsub.createTopic('books');
  hear('taken', await pubsub.createTopic('taken').catch((error) => error));
  await topic.createSubscription('readers');
  // Acknowledgements are collected for a while, which is another number of them in each run: here until the end.
  const subscription = topic.subscription('readers', { batching: { maxMilliseconds: 4_000 } });
  subscription.on('error', (error) => hear('error', error));
  subscription.on('debug', (message) => hear('debug', message));
  const messages = on(subscription, 'message');
  for (const title of ['Emma', 'Walden']) {
    hear('published', await topic.publishMessage({ json: { title }, attributes: { title } }));
    const { value } = await messages.next();
    const [{ id, data, attributes, ackId, publishTime, orderingKey, deliveryAttempt }] = value;
    hear('message', { id, data, attributes, ackId, publishTime, orderingKey, deliveryAttempt });
    value[0].ack();
  }
  await subscription.close();
  await pubsub.close();
}
