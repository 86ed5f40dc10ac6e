interface Waiting<A> {
  id: string;
  done(answer: A | null): void;
  failed(error: unknown): void;
}

/**
 * Joins the questions about single records that are asked at one moment into requests for up to `most` of them. The
 * answer is null for a record of which nothing is said.
 */
export function inBatches<A extends { id: string }>(
  most: number,
  load: (ids: string[]) => Promise<readonly A[]>,
): (id: string) => Promise<A | null> {
  let waiting: Waiting<A>[] = [];

  async function send(part: readonly Waiting<A>[]): Promise<void> {
    try {
      const answers = await load([...new Set(part.map(({ id }) => id))]);
      const byId = new Map(answers.map((answer) => [answer.id, answer]));
      for (const one of part) one.done(byId.get(one.id) ?? null);
    } catch (error) {
      for (const one of part) one.failed(error);
    }
  }
  function sendAll(): void {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) void send(all.slice(from, from + most));
  }
  return (id) =>
    new Promise((done, failed) => {
      waiting.push({ id, done, failed });
      if (waiting.length === 1) setTimeout(sendAll, 0);
    });
}

/** The same with a client, which has its own questions: every part that asks about records of its kind joins them. */
export function batchesOf<C extends object, A extends { id: string }>(
  most: number,
  load: (client: C, ids: string[]) => Promise<readonly A[]>,
): (client: C) => (id: string) => Promise<A | null> {
  const askers = new WeakMap<C, (id: string) => Promise<A | null>>();
  return (client) => {
    const known = askers.get(client) ?? inBatches<A>(most, (ids) => load(client, ids));
    askers.set(client, known);
    return known;
  };
}
