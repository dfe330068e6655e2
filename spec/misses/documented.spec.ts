import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { ChatClient, Content, GetCompletionsRequest, Message } from '../../proto-gen/xai/api/v1/chat.js';
import { cassette, unary } from '../support/cassettes.js';
import { withoutModeVariable } from '../support/environment.js';
import { projectRoot } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const asked = (text: string): GetCompletionsRequest =>
  new GetCompletionsRequest({
    model: 'grok-4',
    messages: [new Message({ role: 1, content: [new Content({ text })] })],
  });

describe('the miss that the documents show', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();

  async function shown(): Promise<string> {
    const path = temporary('fixtures/chat.yaml');
    mkdirSync(temporary('fixtures'));
    const entries = ['Why?', 'What is a cassette?'].map((text) => unary(asked(text).serialize(), ''));
    writeFileSync(path, cassette(...entries).replaceAll('/echo.Echo/Unary', '/xai_api.Chat/GetCompletion'));
    const opened = openCassette(path);
    const client = new ChatClient('127.0.0.1:1', credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const error = await new Promise<ServiceError | null>((resolve) => {
      client.GetCompletion(asked('What is a tape?'), (reason) => resolve(reason));
    });
    client.close();
    await opened.close();
    return (error?.details ?? '').replace(path, 'fixtures/chat.yaml');
  }

  it('is what a call is told', async () => {
    expect(readFileSync(join(projectRoot, 'README.md'), 'utf8')).to.include(`\n${await shown()}\n`);
  });

  it('is in the picture as well', async () => {
    const svg = readFileSync(join(projectRoot, 'docs/images/miss.svg'), 'utf8');
    const lines = [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line = '']) =>
      line.replace(/<[^>]+>/g, ''),
    );
    const [next = '', more = ''] = lines.splice(-2);
    expect([...lines, `${next} ${more.trim()}`].join('\n')).to.equal(await shown());
  });
});
