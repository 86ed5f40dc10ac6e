type LastEvent = { name: string; data: string; endsAt: number };

/** The last event of each cache channel, for later subscribers. */
export class LastEvents {
  readonly #events = new Map<string, LastEvent>();
  readonly #lifetimeMs: number;

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  keep(channel: string, { name, data }: { name: string; data: string }): void {
    this.#events.set(channel, { name, data, endsAt: performance.now() + this.#lifetimeMs });
  }

  /** The event with the remaining seconds of its life. */
  of(channel: string): { name: string; data: string; ttl: number } | undefined {
    const last = this.#events.get(channel);
    const leftMs = (last?.endsAt ?? 0) - performance.now();
    return last && leftMs > 0 ? { name: last.name, data: last.data, ttl: Math.ceil(leftMs / 1000) } : undefined;
  }

  forgetOld(): void {
    const now = performance.now();
    for (const [channel, { endsAt }] of this.#events) if (endsAt <= now) this.#events.delete(channel);
  }
}
