import type { QueryClient } from "@tanstack/react-query";

interface Versioned {
  version: number;
}

/**
 * This tab's writes, queued per record: each waits for the previous one and uses the version that was seen, updated
 * by this tab's own writes since. If someone else wrote in between, the server decides.
 */
export class WriteQueue {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #own = new Map<string, Set<number>>();

  /** Sends a write after the earlier ones of its record. */
  async run<Answer extends Versioned>(
    id: string,
    seen: number,
    send: (version: number) => Promise<Answer>,
  ): Promise<Answer> {
    return await this.inTurn(id, async () => {
      const version = this.latest(id, seen);
      const answer = await send(version);
      this.wrote(id, version, answer.version);
      return answer;
    });
  }

  /** Runs an act on a record, such as an undo, after its earlier writes. */
  async inTurn<Answer>(id: string, act: () => Promise<Answer>): Promise<Answer> {
    return await this.inTurnOfAll([id], act);
  }

  /** Runs an act on several records after the earlier writes of each; later writes of any of them wait for it. */
  async inTurnOfAll<Answer>(ids: readonly string[], act: () => Promise<Answer>): Promise<Answer> {
    const turn = this.settled(ids).then(act);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const id of ids) this.#last.set(id, settled);
    void settled.then(() => {
      for (const id of ids) if (this.#last.get(id) === settled) this.#last.delete(id);
    });
    return await turn;
  }

  /** The version that was seen, or the newest that follows it by writes of this tab only. */
  latest(id: string, seen: number): number {
    const own = this.#own.get(id);
    let version = seen;
    while (own?.has(version + 1)) version += 1;
    return version;
  }

  /** Records a write; one that skipped somebody else's version breaks the chain of this tab's own versions. */
  wrote(id: string, under: number, made: number): void {
    if (made !== under + 1) return;
    const own = this.#own.get(id) ?? new Set();
    this.#own.set(id, own.add(made));
  }

  /** Resolves when no write is pending. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  /** Resolves when no write to these records is pending. */
  async settled(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#last.get(id)));
  }
}

const queues = new WeakMap<QueryClient, WriteQueue>();

/** The queue of a workspace: all writes through one cache share one queue. */
export function writeQueueOf(client: QueryClient): WriteQueue {
  const known = queues.get(client) ?? new WriteQueue();
  queues.set(client, known);
  return known;
}
