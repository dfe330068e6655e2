import { startPubSub } from '../servers/pubsub.js';
import { describeSdk } from '../support/describe-sdk.js';

// StreamingPull is a bidirectional call, and the SDK waits until its channel is ready.
describeSdk('pubsub', {
  startServer: startPubSub,
  doors: ['channel', 'register'],
  methods: [
    '/google.pubsub.v1.Publisher/CreateTopic',
    '/google.pubsub.v1.Publisher/Publish',
    '/google.pubsub.v1.Subscriber/CreateSubscription',
    '/google.pubsub.v1.Subscriber/StreamingPull',
    '/google.pubsub.v1.Subscriber/ModifyAckDeadline',
    '/google.pubsub.v1.Subscriber/Acknowledge',
  ],
  words: ['Emma', 'Walden', 'it is there'],
});
