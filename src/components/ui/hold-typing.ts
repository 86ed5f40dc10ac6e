import { TypedAhead } from "./typed-ahead";
import { takesText, typeInto } from "./typing-field";

/** After its code is there, a box has this long until one of its fields has the focus. */
const fieldComesMs = 1_000;
/** A page with its dialog has this long. */
const pageComesMs = 3_000;
/** A box whose first focus is on a button may still move it to a field. */
const focusMovesMs = 100;

let current: Holding | null = null;

/**
 * From now on letters are held until a field takes the focus, and is typed there: no letter is lost or acts on the
 * page. Returns the end of the wait, after which a field must come soon. With `within` it must be in such an element.
 */
export function holdTyping(within?: string): () => void {
  current ??= new Holding(within);
  return current.wait();
}

/** The same for the dialog that a page opens, which may be another page: only its fields are meant. */
export function holdTypingForDialog(): void {
  const opened = holdTyping("[data-modal]");
  setTimeout(opened, pageComesMs);
}

/** Keeps what was typed while nothing is waited for, such as until somebody tries again. Returns the end of that. */
export const keepTyping = (): (() => void) => current?.pause() ?? (() => undefined);

/** Forgets the held letters: their box is closed. */
export const dropTyping = (): void => current?.end();

export const typedSoFar = (): string => current?.text ?? "";

class Holding {
  readonly #typed = new TypedAhead();
  readonly #listening = new AbortController();
  readonly #waits = new Set<symbol>();
  readonly #pauses = new Set<symbol>();
  #over: ReturnType<typeof setTimeout> | undefined;
  #isTyping = false;
  /** The element with the focus when the box was opened: a field there is about to go. */
  readonly #from = document.activeElement;

  constructor(private readonly within: string | undefined) {
    const options = { capture: true, signal: this.#listening.signal };
    window.addEventListener("keydown", (event) => this.#onKey(event), options);
    window.addEventListener("focusin", ({ target }) => this.#onFocus(target), options);
    window.addEventListener("pointerdown", ({ target }) => this.#onPointer(target), options);
  }

  get text(): string {
    return this.#typed.text;
  }

  wait = () => this.#mark(this.#waits);
  pause = () => this.#mark(this.#pauses);

  end(): void {
    clearTimeout(this.#over);
    this.#listening.abort();
    if (current === this) current = null;
  }

  #mark(marks: Set<symbol>): () => void {
    const mark = Symbol();
    marks.add(mark);
    clearTimeout(this.#over);
    return () => {
      if (marks.delete(mark) && this.#waits.size + this.#pauses.size === 0) this.#endAfter(fieldComesMs);
    };
  }

  #endAfter(ms: number): void {
    clearTimeout(this.#over);
    this.#over = setTimeout(() => this.end(), ms);
  }

  get #isPaused(): boolean {
    return this.#waits.size === 0 && this.#pauses.size > 0;
  }

  /** Somebody went to another field meanwhile: what is typed there is for that one. */
  get #isElsewhere(): boolean {
    const field = document.activeElement;
    return !this.#isTyping && field !== this.#from && takesText(field);
  }

  /** A key for what has the focus now that the box is open: no text begins with it. */
  #isForFocus({ key, repeat }: KeyboardEvent): boolean {
    return this.#waits.size === 0 && !repeat && this.text === "" && (key === " " || [...key].length > 1);
  }

  #onKey(event: KeyboardEvent): void {
    // Keys that are handed on are not real ones.
    if (!event.isTrusted || this.#isPaused || this.#isElsewhere) return;
    // Keys that only begin a letter need a field to become one.
    const isBegun = event.isComposing || ["Process", "Dead"].includes(event.key);
    if (event.key === "Escape" || isBegun || this.#isForFocus(event)) {
      this.end();
      return;
    }
    event.stopImmediatePropagation();
    const isHeldDown = event.repeat && event.key === "Enter";
    if (isHeldDown || this.#typed.take(event)) event.preventDefault();
  }

  #onFocus(target: EventTarget | null): void {
    if (this.#isPaused) return;
    if (takesText(target)) void this.#typeIntoFocused();
    else if (this.#waits.size === 0 && target instanceof Element && isInBox(target)) this.#endAfter(focusMovesMs);
  }

  #onPointer(target: EventTarget | null): void {
    if (!(target instanceof Element && target.closest("[data-part-notice]"))) this.end();
  }

  /** The field that has the focus once the box is done with opening; a key is handed on after what it follows. */
  async #typeIntoFocused(): Promise<void> {
    if (this.#isTyping) return;
    this.#isTyping = true;
    await settled();
    const field = document.activeElement;
    const isWanted = takesText(field) && (this.within === undefined || field.closest(this.within) !== null);
    if (isWanted) {
      for (let held = this.#typed.next(); held && document.activeElement === field; held = this.#typed.next()) {
        typeInto(field, held);
        await settled();
      }
      this.end();
    }
    this.#isTyping = false;
  }
}

const isInBox = (element: Element): boolean =>
  element.matches(":is([role=dialog], [role=alertdialog], [role=menu]):not([data-part-notice]) *");

const settled = () => new Promise<void>((done) => setTimeout(done));
