/** The time of the providers: that of the wall, or one that a test sets. */
export class Clock {
  readonly #wall: () => number;
  #shift = 0;
  #held: number | undefined;

  constructor(wall: () => number = Date.now) {
    this.#wall = wall;
  }

  /** In milliseconds. */
  now(): number {
    return this.#held ?? this.#wall() + this.#shift;
  }

  /** Stops at a time. */
  hold(time: number): void {
    this.#held = time;
  }

  /** Moves it forwards, or backwards with less than 0; held or not, it stays so. */
  advance(ms: number): void {
    if (this.#held === undefined) this.#shift += ms;
    else this.#held += ms;
  }

  /** Back to the time of the wall. */
  release(): void {
    this.#held = undefined;
    this.#shift = 0;
  }
}
