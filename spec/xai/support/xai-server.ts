import {
  type Deadline,
  Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import {
  type Delta,
  File,
  GetChatCompletionChunk,
  GetChatCompletionResponse,
  type GetCompletionsRequest,
  ListFilesResponse,
  UnimplementedChatService,
  UnimplementedFilesService,
  type UploadFileChunk,
} from '../../../lib/xai/index.js';

/** A call as it reached the server. */
export interface ServedCall {
  readonly path: string;
  readonly metadata: Metadata;
  readonly deadline: Deadline;
  /** The client's end of the connection. */
  readonly peer: string;
}

/** A real grpc-js server on loopback that answers as the xAI API does, with the question's own words. */
export class XaiServer {
  readonly calls: ServedCall[] = [];
  /** The messages of each upload, in order. */
  readonly uploads: UploadFileChunk[][] = [];
  /** How many of the next unary chats fail with UNAVAILABLE. */
  unavailable = 0;
  /** Error details to answer unary chats with; their key is quoted in headers and trailers as well. */
  refusal: ((metadata: Metadata) => string) | undefined;
  /** How many chunks a stream sends before it waits for ever; all three, then the end, where undefined. */
  stopsAfter: number | undefined;
  /** Whether a stream fails after its last chunk, and an upload after its first message. */
  fails = false;
  /** How many streams the client cancelled. */
  cancelled = 0;
  readonly #server = new Server({ 'grpc.max_receive_message_length': -1 });
  #port = 0;

  /** `127.0.0.1:port`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get paths(): readonly string[] {
    return this.calls.map(({ path }) => path);
  }

  async start(): Promise<void> {
    const { GetCompletion, GetCompletionChunk } = UnimplementedChatService.definition;
    this.#server.addService(
      { GetCompletion, GetCompletionChunk },
      {
        GetCompletion: this.#complete.bind(this),
        GetCompletionChunk: this.#stream.bind(this),
      },
    );
    const { UploadFile, ListFiles } = UnimplementedFilesService.definition;
    this.#server.addService(
      { UploadFile, ListFiles },
      { UploadFile: this.#upload.bind(this), ListFiles: this.#list.bind(this) },
    );
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #note(call: Pick<ServerUnaryCall<never, never>, 'getPath' | 'getDeadline' | 'getPeer' | 'metadata'>): void {
    const { metadata } = call;
    this.calls.push({ path: call.getPath(), metadata, deadline: call.getDeadline(), peer: call.getPeer() });
  }

  #complete(
    call: ServerUnaryCall<GetCompletionsRequest, GetChatCompletionResponse>,
    callback: sendUnaryData<GetChatCompletionResponse>,
  ): void {
    this.#note(call);
    if (this.unavailable > 0) {
      this.unavailable -= 1;
      callback({ code: status.UNAVAILABLE, details: 'come back later' });
    } else if (this.refusal !== undefined) {
      const metadata = new Metadata();
      const [quoted = ''] = call.metadata.get('authorization');
      metadata.set('x-quoted', quoted);
      metadata.set('x-quoted-bin', Buffer.from(quoted));
      call.sendMetadata(metadata);
      callback({ code: status.UNAUTHENTICATED, details: this.refusal(call.metadata), metadata });
    } else {
      callback(null, responseTo(call.request));
    }
  }

  #stream(call: ServerWritableStream<GetCompletionsRequest, GetChatCompletionChunk>): void {
    this.#note(call);
    call.on('cancelled', () => {
      this.cancelled += 1;
    });
    const chunks = ['one ', 'two ', 'three'].map((content) => chunkWith({ role: 2, content }));
    for (const chunk of chunks.slice(0, this.stopsAfter)) call.write(chunk);
    if (this.fails) call.emit('error', { code: status.INTERNAL, details: 'out of words' });
    else if (this.stopsAfter === undefined) call.end();
  }

  #upload(call: ServerReadableStream<UploadFileChunk, File>, callback: sendUnaryData<File>): void {
    this.#note(call);
    const messages: UploadFileChunk[] = [];
    call.on('data', (message: UploadFileChunk) => {
      messages.push(message);
      if (this.fails) callback({ code: status.RESOURCE_EXHAUSTED, details: 'no room' });
    });
    call.on('end', () => {
      if (this.fails) return;
      this.uploads.push(messages);
      callback(
        null,
        new File({ id: `file-live-${this.uploads.length}`, filename: messages[0]?.init.name ?? '' }),
      );
    });
  }

  #list(call: ServerUnaryCall<unknown, ListFilesResponse>, callback: sendUnaryData<ListFilesResponse>): void {
    this.#note(call);
    callback(null, new ListFilesResponse({ data: [new File({ id: 'file-1' })] }));
  }
}

/** A server for each test of the suite that calls this. */
export function useXaiServer(): () => XaiServer {
  let server: XaiServer | undefined;
  beforeEach(async () => {
    server = new XaiServer();
    await server.start();
  });
  afterEach(() => server?.stop());
  return () => {
    if (server === undefined) throw new Error('the server is started before each test');
    return server;
  };
}

type DeltaFields = Parameters<typeof Delta.fromObject>[0];

/** A chunk with one delta. */
export function chunkWith(delta: DeltaFields): GetChatCompletionChunk {
  return GetChatCompletionChunk.fromObject({ id: 'r-1', model: 'grok', outputs: [{ delta }] });
}

function responseTo(request: GetCompletionsRequest): GetChatCompletionResponse {
  const content = `you said: ${request.messages[0]?.content[0]?.text ?? ''}`;
  return GetChatCompletionResponse.fromObject({
    id: 'r-1',
    outputs: [{ message: { role: 2, content } }],
  });
}
