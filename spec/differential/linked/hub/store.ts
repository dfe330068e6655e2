import type { Message } from '../wire.js';

type Tell = (event: Message) => void;

/** Values under keys, with the revision that each was written in, and who watches them. */
export class Store {
  #revision = 0;
  readonly #values = new Map<string, Message>();
  readonly #watchers = new Set<{ readonly prefix: string; readonly tell: Tell }>();

  /** Undefined where the key was written since the revision that is expected. */
  put(key: string, value: string, expected?: number): Message | undefined {
    if (expected !== undefined && expected !== this.revisionOf(key)) return undefined;
    this.#revision += 1;
    const event = { key, value, revision: this.#revision };
    this.#values.set(key, event);
    return event;
  }

  publish(event: Message): void {
    for (const { prefix, tell } of this.#watchers) {
      if (String(event['key']).startsWith(prefix)) tell(event);
    }
  }

  get(key: string): Message {
    return this.#values.get(key) ?? { key, value: '', revision: 0 };
  }

  /** All that is under a prefix, in the order in which it was written. */
  list(prefix: string): readonly Message[] {
    const found = [...this.#values.values()].filter(({ key }) => String(key).startsWith(prefix));
    return found.sort((a, b) => Number(a['revision']) - Number(b['revision']));
  }

  /** Returns what ends the watch. */
  watch(prefix: string, tell: Tell): () => void {
    const watcher = { prefix, tell };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  private revisionOf(key: string): number {
    return Number(this.get(key)['revision']);
  }
}
