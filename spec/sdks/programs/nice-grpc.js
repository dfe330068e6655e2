import { EventEmitter, once } from 'node:events';
import { ChannelCredentials } from '@grpc/grpc-js';
import { createChannel, createClient, waitForChannelReady } from 'nice-grpc';
import { loadShelf } from '../support/load-shelf.js';

export async function run({ address, options, hear }) {
  const makeChannel = options.channelFactoryOverride ?? createChannel;
  const channel = makeChannel(address, ChannelCredentials.createInsecure(), {});
  const client = createClient(loadShelf().service, channel);
  await waitForChannelReady(channel, new Date(Date.now() + 10_000));
  const heads = { onHeader: (value) => hear('header', value), onTrailer: (value) => hear('trailer', value) };
  hear('found', await client.Find({ title: 'Ulysses' }, heads));
  hear('missing', await client.Find({ title: 'Dubliners' }, heads).catch((error) => error));
  for await (const book of client.List({ limit: 2 }, heads)) hear('book', book);
  hear('added', await client.Add(books(), heads));
  await talk(client, ['who', 'where'], heads, hear);
  await talk(client, ['who', 'quiet!'], heads, hear);
  channel.close();
}

async function* books() {
  yield { title: 'Emma', pages: 474, labels: { shelf: 'A' } };
  yield { title: 'Walden', pages: 352 };
}

/** Says one text after the answer to the last. */
async function talk(client, texts, heads, hear) {
  const answers = new EventEmitter();
  async function* notes() {
    for (const text of texts) {
      const answered = once(answers, 'note');
      yield { text };
      await answered;
    }
  }
  try {
    for await (const note of client.Talk(notes(), heads)) {
      hear('note', note);
      answers.emit('note');
    }
  } catch (error) {
    hear('error', error);
  }
}
