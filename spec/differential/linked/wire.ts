import { type Metadata, Metadata as MetadataClass } from '@grpc/grpc-js';

/** A message of the hub, JSON on the wire. */
export type Message = Readonly<Record<string, string | number | boolean>>;

/** What a call of the hub is, as grpc-js names it. */
export const METHODS = {
  Watch: 'serverStream',
  Put: 'unary',
  Get: 'unary',
  List: 'unary',
  Upload: 'clientStream',
  Chat: 'bidi',
  Talk: 'bidi',
  Jobs: 'serverStream',
  Ack: 'unary',
  Open: 'unary',
  Use: 'unary',
  Close: 'unary',
  Count: 'serverStream',
  Do: 'unary',
} as const;

export type MethodName = keyof typeof METHODS;

/** Of the names of methods, those of one kind. */
export type MethodOf<Kind> = {
  [Name in MethodName]: (typeof METHODS)[Name] extends Kind ? Name : never;
}[MethodName];

/** Where on the wire a method is found. */
export function pathOfMethod(method: MethodName): string {
  return `/linked.Hub/${method}`;
}

export function encode(message: Message): Buffer {
  return Buffer.from(JSON.stringify(message));
}

export function decode(bytes: Buffer): Message {
  return JSON.parse(bytes.toString()) as Message;
}

/** A world of the hub: what one run of one program sees, and how long its answers may take. */
export interface WorldName {
  readonly name: string;
  /** Each answer is held back for 0 to so many milliseconds. */
  readonly delayMs: number;
}

const WORLD_HEADER = 'x-world';

/** The metadata that leads a call into a world. */
export function leadInto(world: WorldName): Metadata {
  const metadata = new MetadataClass();
  metadata.set(WORLD_HEADER, JSON.stringify(world));
  return metadata;
}

/** The world that a call was led into. */
export function worldOf(metadata: Metadata): WorldName {
  return JSON.parse(String(metadata.get(WORLD_HEADER)[0])) as WorldName;
}
