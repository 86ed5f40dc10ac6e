import { sizeText, UnreadableFileError } from "../csv/unreadable-file-error";

/** A line of a card with its continuations joined; its characters are bytes, as its own charset may say what they mean. */
export interface ContentLine {
  /** Line of the file, from 1. */
  line: number;
  text: string;
}

const MAX_LINE = 1_048_576;
/** Enough of a line to see which property it holds. */
const HEAD = 256;

const named = (names: string) => new RegExp(String.raw`^(?:[\w-]+\.)?(?:${names})[;:]`, "i");
const PICTURE = named("PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-MS-OL-DESIGN|X-WAB-GENDER-ICON");
const BINARY = /^[\w.-]+(?:;[^:]*)?(?:;(?:ENCODING=)?(?:B|BASE64)[;:]|:data:[^,]{0,80};base64,)/i;
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;
const VERSION_2 = /^VERSION:2/i;
const BARE_BASE64 = /^[A-Za-z0-9+/=]+$/;

/**
 * Joins the lines of cards as they come in. Pictures, sounds and keys are dropped while they are read, however long they
 * are. Throws UnreadableFileError for any other line that is too long.
 */
export class ContentLines {
  /** Complete lines that the caller has not taken yet. */
  readonly ready: ContentLine[] = [];
  #line = 0;
  #rest = "";
  #open: ContentLine | null = null;
  #isSkipping = false;
  #isSoft = false;
  #isOld = false;

  /** Reads the next block, one character for each byte. */
  write(block: string): void {
    // The first characters say what a line is: the others of one that is dropped are not kept while its end is not there.
    const drops = this.#rest.length > HEAD && !this.#isSoft && this.#isDropped(this.#rest);
    const text = drops
      ? `${this.#rest.slice(0, HEAD)}${this.#rest.endsWith("\r") ? "\r" : ""}${block}`
      : this.#rest + block;
    const isCut = text.endsWith("\r");
    const lines = (isCut ? text.slice(0, -1) : text).split(/\r\n|\n|\r/);
    this.#rest = `${lines.pop() ?? ""}${isCut ? "\r" : ""}`;
    for (const one of lines) this.#take(one);
    if (this.#rest.length > MAX_LINE && !this.#isDropped(this.#rest)) throw this.#tooLong(this.#line + 1);
  }

  /** Reads what is left. */
  end(): void {
    if (this.#rest !== "") this.#take(this.#rest.replace(/\r$/, ""));
    this.#rest = "";
    this.#close();
  }

  #isDropped(line: string): boolean {
    if (/^[ \t]/.test(line)) return this.#isSkipping;
    const head = line.slice(0, HEAD);
    return PICTURE.test(head) || BINARY.test(head) || (this.#isSkipping && !head.includes(":"));
  }

  #take(line: string): void {
    this.#line += 1;
    if (this.#isSoft && this.#open) {
      this.#add(this.#open, line, this.#open.text.slice(0, -1));
      return;
    }
    if (/^[ \t]/.test(line)) {
      if (this.#isSkipping) return;
      // Version 2.1 folds at spaces, which stay; later ones put one before the rest of a line.
      if (this.#open) {
        this.#add(this.#open, this.#isOld ? ` ${line.trimStart()}` : line.slice(1), this.#open.text);
        return;
      }
    }
    if (this.#isSkipping && BARE_BASE64.test(line)) return;
    this.#close();
    this.#isSkipping = this.#isDropped(line);
    if (this.#isSkipping || line.trim() === "") return;
    if (/^BEGIN:/i.test(line)) this.#isOld = false;
    if (VERSION_2.test(line)) this.#isOld = true;
    this.#open = { line: this.#line, text: "" };
    this.#add(this.#open, line, "");
  }

  #add(open: ContentLine, more: string, before: string): void {
    open.text = before + more;
    if (open.text.length > MAX_LINE) throw this.#tooLong(open.line);
    this.#isSoft = more.endsWith("=") && QUOTED_PRINTABLE.test(open.text.slice(0, HEAD));
  }

  #close(): void {
    if (this.#open) this.ready.push(this.#open);
    this.#open = null;
    this.#isSoft = false;
  }

  #tooLong(line: number): UnreadableFileError {
    return new UnreadableFileError(
      `This entry of a card is longer than ${sizeText(MAX_LINE)}. Shorten it in the address book, and export the file again.`,
      line,
    );
  }
}
