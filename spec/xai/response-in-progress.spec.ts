import { expect } from 'chai';
import { contentOf, GetChatCompletionChunk, GetChatCompletionResponse } from '../../lib/xai/index.js';
import { ResponseInProgress } from '../../lib/xai/response-in-progress.js';

type ChunkFields = Parameters<typeof GetChatCompletionChunk.fromObject>[0];

/** What the response is after these chunks. */
function responseTo(...chunks: readonly ChunkFields[]) {
  const progress = new ResponseInProgress();
  for (const chunk of chunks) progress.add(throughTheWire(chunk));
  return progress.response;
}

function throughTheWire(chunk: ChunkFields): GetChatCompletionChunk {
  return GetChatCompletionChunk.deserialize(GetChatCompletionChunk.fromObject(chunk).serialize());
}

describe('the response that grows beside the chunks of an xAI stream', () => {
  it('is empty before the first chunk', () => {
    const { response } = new ResponseInProgress();
    expect(response.content).to.equal('');
    expect(response.serialize()).to.deep.equal(new Uint8Array());
  });

  it('is the same object at each chunk', () => {
    const progress = new ResponseInProgress();
    const first = progress.add(
      throughTheWire({ id: 'a', outputs: [{ delta: { role: 2, content: 'Hel' } }] }),
    );
    expect(first.content).to.equal('Hel');
    const second = progress.add(
      throughTheWire({ id: 'a', outputs: [{ delta: { role: 2, content: 'lo' } }] }),
    );
    expect(second).to.equal(first);
    expect(first.content).to.equal('Hello');
  });

  it('has the id, model and fingerprint of the latest chunk', () => {
    const { id, model, system_fingerprint } = responseTo(
      { id: 'a', model: 'm', system_fingerprint: 'f' },
      { id: 'b', model: 'n', system_fingerprint: 'g' },
    );
    expect({ id, model, system_fingerprint }).to.deep.equal({ id: 'b', model: 'n', system_fingerprint: 'g' });
  });

  it('has none of them when the latest chunk leaves them unset', () => {
    const { id, model, system_fingerprint } = responseTo(
      { id: 'a', model: 'm', system_fingerprint: 'f' },
      {},
    );
    expect({ id, model, system_fingerprint }).to.deep.equal({ id: '', model: '', system_fingerprint: '' });
  });

  it('has the usage of the latest chunk, and none when that has none', () => {
    const first = { usage: { prompt_tokens: 3, completion_tokens: 1 } };
    expect(responseTo(first, { usage: { prompt_tokens: 4 } }).usage.toObject()).to.deep.equal(
      responseTo({ usage: { prompt_tokens: 4 } }).usage.toObject(),
    );
    expect(responseTo(first, { usage: { prompt_tokens: 4 } }).usage.completion_tokens).to.equal(0);
    expect(responseTo(first, {}).has_usage).to.equal(false);
  });

  it('has the time of the latest chunk, and none when that has none', () => {
    const first = { created: { seconds: 7, nanos: 9 } };
    expect(responseTo(first, { created: { seconds: 8 } }).created.toObject()).to.deep.equal({
      seconds: 8,
      nanos: 0,
    });
    expect(responseTo(first, {}).has_created).to.equal(false);
  });

  it('has the citations of all chunks', () => {
    expect(responseTo({ citations: ['a', 'b'] }, {}, { citations: ['b', 'c'] }).citations).to.deep.equal([
      'a',
      'b',
      'b',
      'c',
    ]);
  });

  it('joins content, reasoning and encrypted content of an output', () => {
    const { outputs } = responseTo(
      { outputs: [{ delta: { content: 'a', reasoning_content: 'r', encrypted_content: 'x' } }] },
      { outputs: [{ delta: { content: 'b' } }] },
      { outputs: [{ delta: { reasoning_content: 's', encrypted_content: 'y' } }] },
    );
    const { content, reasoning_content, encrypted_content } = outputs[0]?.message ?? {};
    expect({ content, reasoning_content, encrypted_content }).to.deep.equal({
      content: 'ab',
      reasoning_content: 'rs',
      encrypted_content: 'xy',
    });
  });

  it('has the role and the finish reason of the latest chunk, also when that leaves them unset', () => {
    const first = { outputs: [{ finish_reason: 3, delta: { role: 2 } }] };
    const second = { outputs: [{ finish_reason: 1, delta: { role: 5 } }] };
    const shown = (response: GetChatCompletionResponse) =>
      response.outputs.map(({ finish_reason, message }) => [finish_reason, message.role]);
    expect(shown(responseTo(first))).to.deep.equal([[3, 2]]);
    expect(shown(responseTo(first, second))).to.deep.equal([[1, 5]]);
    expect(shown(responseTo(first, { outputs: [{}] }))).to.deep.equal([[0, 0]]);
    expect(shown(responseTo(first, {}))).to.deep.equal([[3, 2]]);
  });

  it('has the tool calls and the inline citations of all chunks', () => {
    const { outputs } = responseTo(
      { outputs: [{ delta: { tool_calls: [{ id: 'a' }], citations: [{ id: '1' }] } }] },
      { outputs: [{ delta: { tool_calls: [{ id: 'b' }, { id: 'c' }], citations: [{ id: '2' }] } }] },
    );
    expect(outputs[0]?.message.tool_calls.map(({ id }) => id)).to.deep.equal(['a', 'b', 'c']);
    expect(outputs[0]?.message.citations.map(({ id }) => id)).to.deep.equal(['1', '2']);
  });

  it('puts each output where its index says, and makes those that are missing', () => {
    const { outputs } = responseTo(
      { outputs: [{ index: 2, delta: { role: 2, content: 'two' } }] },
      { outputs: [{ index: 0, delta: { role: 2, content: 'zero' } }] },
      { outputs: [{ index: 2, delta: { role: 2, content: '!' } }] },
    );
    expect(outputs.map(({ index, message }) => [index, message?.content])).to.deep.equal([
      [0, 'zero'],
      [0, undefined],
      [2, 'two!'],
    ]);
  });

  it('takes in the outputs of one chunk in their order', () => {
    const { outputs } = responseTo({
      outputs: [
        { index: 1, delta: { content: 'b' } },
        { index: 0, delta: { content: 'a' } },
        { index: 1, delta: { content: 'c' } },
      ],
    });
    expect(outputs.map(({ message }) => message.content)).to.deep.equal(['a', 'bc']);
  });

  it('shares nothing with the chunks', () => {
    const progress = new ResponseInProgress();
    const chunk = throughTheWire({
      usage: { prompt_tokens: 1 },
      outputs: [{ delta: { tool_calls: [{ id: 'a' }] } }],
    });
    const { usage, outputs } = progress.add(chunk);
    usage.prompt_tokens = 99;
    for (const call of outputs[0]?.message.tool_calls ?? []) call.id = 'changed';
    expect(chunk.usage.prompt_tokens).to.equal(1);
    expect(chunk.outputs[0]?.delta.tool_calls[0]?.id).to.equal('a');
  });

  it('has the bytes of a response that came whole', () => {
    const response = responseTo(
      { id: 'r', model: 'm', outputs: [{ delta: { role: 2, content: 'Hel' } }] },
      { id: 'r', model: 'm', outputs: [{ finish_reason: 3, delta: { role: 2, content: 'lo' } }] },
    );
    const whole = GetChatCompletionResponse.fromObject({
      id: 'r',
      model: 'm',
      outputs: [{ finish_reason: 3, message: { role: 2, content: 'Hello' } }],
    });
    expect(response.serialize()).to.deep.equal(whole.serialize());
  });
});

describe('the content of an xAI response', () => {
  const response = GetChatCompletionResponse.fromObject({
    outputs: [
      { index: 0, message: { role: 2, content: 'first' } },
      { index: 1, message: { role: 2, content: 'second' } },
      { index: 2, message: { role: 5, content: 'of a tool' } },
      { index: 3 },
    ],
  });

  it('is that of the last output whose role is ROLE_ASSISTANT', () => {
    expect(contentOf(response)).to.equal('second');
  });

  it('is that of the asked index, where one is asked', () => {
    expect([0, 1, 2, 3, 4].map((index) => contentOf(response, index))).to.deep.equal([
      'first',
      'second',
      '',
      '',
      '',
    ]);
  });

  it('is empty where no assistant spoke', () => {
    expect(contentOf(new GetChatCompletionResponse({}))).to.equal('');
  });
});
