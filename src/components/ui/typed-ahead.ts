type Modifiers = Pick<KeyboardEvent, "shiftKey" | "metaKey" | "ctrlKey" | "altKey">;
type Press = Modifiers & Pick<KeyboardEvent, "key" | "getModifierState">;

/** A text for a field that is not there yet, or a key that acts on it. */
export type HeldKey = { text: string } | ({ key: string } & Modifiers);

/** Keys that choose and send in a field; all others have no meaning before it is there. */
const acting = ["Enter", "ArrowDown", "ArrowUp"];

/** AltGr counts as Ctrl and Alt on some systems. */
const typesText = (press: Press): boolean =>
  [...press.key].length === 1 &&
  (press.getModifierState("AltGraph") || !(press.metaKey || press.ctrlKey || press.altKey));

/** The letters and keys that come before their field is there, in order. */
export class TypedAhead {
  readonly #keys: HeldKey[] = [];
  #isLeft = false;

  /** Whether the key is for the field; others stay the browser's. */
  take(press: Press): boolean {
    const { key, shiftKey, metaKey, ctrlKey, altKey } = press;
    const isText = typesText(press);
    if (!isText && !["Tab", "Backspace", ...acting].includes(key)) return false;
    // Nothing was typed yet: the keyboard may go to the notice that the box is loading.
    if (key === "Tab" && this.#keys.length === 0 && !this.#isLeft) return false;
    // Tab would leave the field for one that is unknown: what comes after it is for none.
    if (this.#isLeft || key === "Tab") this.#isLeft = true;
    else if (isText) this.#add(key);
    else if (key === "Backspace") this.#takeBack();
    // Enter that is pressed twice on a button sends nothing.
    else if (key !== "Enter" || this.#keys.length > 0) this.#keys.push({ key, shiftKey, metaKey, ctrlKey, altKey });
    return true;
  }

  /** Hands on the first one. */
  next(): HeldKey | undefined {
    return this.#keys.shift();
  }

  get text(): string {
    return this.#keys.map((held) => ("text" in held ? held.text : " ")).join("");
  }

  #add(letter: string): void {
    const last = this.#keys.at(-1);
    if (last && "text" in last) last.text += letter;
    else this.#keys.push({ text: letter });
  }

  #takeBack(): void {
    const last = this.#keys.at(-1);
    if (!last || !("text" in last)) return;
    last.text = [...last.text].slice(0, -1).join("");
    if (last.text === "") this.#keys.pop();
  }
}
