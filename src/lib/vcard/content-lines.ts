import { sizeText, UnreadableFileError } from "../csv/unreadable-file-error";

/** A line of a card with its continuations joined; its characters are bytes, as its own charset may say what they mean. */
export interface ContentLine {
  /** Line of the file, from 1. */
  line: number;
  text: string;
  /** It is of a card of version 2.1, which escapes nothing but separators. */
  isOld: boolean;
  /** Its value is data, not text, and was left out. */
  isData: boolean;
}

interface OpenLine extends Pick<ContentLine, "line" | "isOld"> {
  pieces: string[];
  length: number;
  /** Its first characters, until they say whether its value is quoted-printable. */
  head: string;
  isQuoted: boolean | null;
  isBase64: boolean;
  /** No blank stands where it is folded. */
  isTight: boolean;
}

const MAX_LINE = 1_048_576;
/** Enough of a line to see which property it holds. */
const HEAD = 256;

const named = (names: string) => new RegExp(String.raw`^(?:[\w-]+\.)?(?:${names})[;:]`, "i");
const PICTURE = named("PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-MS-OL-DESIGN|X-WAB-GENDER-ICON");
const TEXT = named("N|FN|ORG|TITLE|ROLE|NOTE|ADR|LABEL|NICKNAME|CATEGORIES|EMAIL|TEL|URL|BDAY|IMPP|RELATED|X-ABLABEL");
const TIGHT = named("EMAIL|TEL|URL|IMPP|UID|BDAY|REV|GEO|X-SOCIALPROFILE|SOCIALPROFILE");
const LINK = /^[\w.-]+(?:;[^:]*)?:\s*(?:https?:\/\/|mailto:)\S*$/i;
const BINARY = /^[\w.-]+(?:;[^:]*)?(?:;(?:ENCODING=)?(?:B|BASE64)[;:]|:data:[^,]{0,80};base64,)/i;
const MEDIA =
  /^[^:]*;(?:(?:TYPE|MEDIATYPE)=)?"?(?:(?:image|audio|video)\/|png|jpe?g|gif|bmp|tiff?|webp|wave?|mp3|ogg)/i;
const MEDIA_LINK = /^[^:]*:data:(?:image|audio|video)\//i;
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;
const VERSION_2 = /^VERSION:2/i;
const BEGIN = /^BEGIN:/i;
const AGENT = named("AGENT");
const MARK = /^(?:BEGIN|END):VCARD\b/i;
const BARE_BASE64 = /^[A-Za-z0-9+/=]+$/;

/**
 * Joins the lines of cards as they come in. Pictures, sounds, keys and other data are dropped while they are read, however
 * long they are. Throws UnreadableFileError for any other line that is too long.
 */
export class ContentLines {
  /** Complete lines that the caller has not taken yet. */
  readonly ready: ContentLine[] = [];
  #line = 0;
  #rest = "";
  #open: OpenLine | null = null;
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
    return droppedKind(head) !== null || (this.#isSkipping && !head.includes(":"));
  }

  #take(line: string): void {
    this.#line += 1;
    const open = this.#open;
    // A card that ends with a soft break ends all the same.
    if (this.#isSoft && open && !MARK.test(line)) {
      this.#add(open, line);
      return;
    }
    if (/^[ \t]/.test(line)) {
      if (this.#isSkipping) return;
      if (open) {
        this.#add(open, unfolded(open, line));
        return;
      }
    }
    if (BARE_BASE64.test(line)) {
      if (this.#isSkipping) return;
      if (open?.isBase64) {
        this.#add(open, line);
        return;
      }
    }
    this.#close();
    if (BEGIN.test(line) && !(open && AGENT.test(open.head))) this.#isOld = false;
    if (VERSION_2.test(line)) this.#isOld = true;
    this.#isSkipping = this.#isDropped(line);
    if (this.#isSkipping) this.#leaveOut(line);
    else if (line.trim() !== "") this.#begin(line);
  }

  #leaveOut(line: string): void {
    if (droppedKind(line.slice(0, HEAD)) !== "data") return;
    const text = `${/^[^;:]*/.exec(line)?.[0] ?? ""}:`;
    this.ready.push({ line: this.#line, text, isOld: this.#isOld, isData: true });
  }

  #begin(line: string): void {
    const head = line.slice(0, HEAD);
    const isBase64 = BINARY.test(head);
    this.#open = {
      line: this.#line,
      pieces: [],
      length: 0,
      head: "",
      isQuoted: null,
      isOld: this.#isOld,
      isBase64,
      isTight: TIGHT.test(head) || LINK.test(head),
    };
    this.#add(this.#open, line);
  }

  #add(open: OpenLine, more: string): void {
    if (open.isQuoted === null) {
      open.head = `${open.head}${more}`.slice(0, HEAD);
      const isWhole = open.head.length === HEAD || open.head.includes(":");
      open.isQuoted = isWhole ? QUOTED_PRINTABLE.test(open.head) : null;
    }
    this.#isSoft = open.isQuoted === true && more.endsWith("=");
    const piece = this.#isSoft ? more.slice(0, -1) : more;
    if (piece === "") return;
    open.pieces.push(piece);
    open.length += piece.length;
    if (open.length > MAX_LINE) throw this.#tooLong(open.line);
  }

  #close(): void {
    if (this.#open) {
      const { line, pieces, isOld } = this.#open;
      this.ready.push({ line, text: pieces.join(""), isOld, isData: false });
    }
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

/** Why a line is not kept: pictures, sounds and keys go without a word, other data is named. */
function droppedKind(head: string): "picture" | "data" | null {
  if (PICTURE.test(head)) return "picture";
  if (!BINARY.test(head)) return null;
  if (MEDIA.test(head) || MEDIA_LINK.test(head)) return "picture";
  return TEXT.test(head) ? null : "data";
}

/**
 * Version 2.1 folds at spaces, which stay; later ones put one before the rest of a line, as many programs do in version 2.1
 * too: no blank gets into what has none, such as an address.
 */
function unfolded({ isOld, isTight, pieces }: OpenLine, line: string): string {
  if (!isOld) return line.slice(1);
  const isApart = isTight || /\s$/.test(pieces.at(-1) ?? "");
  return `${isApart ? "" : " "}${line.trimStart()}`;
}
