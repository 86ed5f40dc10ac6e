import "server-only";

/**
 * Shares one answer between callers: a caller that arrives while one is computed gets the next one, so that no answer
 * is older than its question.
 */
export class SharedAnswer<T> {
  #now: Promise<T> | null = null;
  #next: Promise<T> | null = null;

  constructor(private readonly compute: () => Promise<T>) {}

  get(): Promise<T> {
    if (!this.#now) return this.#begin();
    const after = () => this.#begin();
    this.#next ??= this.#now.then(after, after);
    return this.#next;
  }

  #begin(): Promise<T> {
    const answer = this.compute();
    this.#now = answer;
    this.#next = null;
    const done = () => {
      if (this.#now === answer && this.#next === null) this.#now = null;
    };
    answer.then(done, done);
    return answer;
  }
}
