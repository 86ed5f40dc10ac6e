import "server-only";
import { id } from "@/lib/zod";

/** The words of a search text. */
export interface SearchText {
  /** Its words, of which a record holds all. */
  words: string[];
  /** The digits of a telephone number, however it is written; null where the text is no number. */
  digits: string | null;
  /** A record's own id. */
  id: string | null;
}

const maxWords = 8;
const fewestDigits = 4;
const numberSigns = /^[+\d\s()./-]+$/;

/** Commas and blanks stand between words, and "&" does where it joins words: not in "R&D". */
const between = /[\s,;，、；]+|(?<=[\p{L}\p{N}]{2})&(?=[\p{L}\p{N}]{2})/u;
const signs = String.raw`[\p{P}$+<=>^\x60|~]+`;
const aroundWord = new RegExp(`^${signs}|${signs}$`, "gu");
/** "Halvorson & Sons" and "Halvorson and Sons" are one name. */
const joins = "and";
const legalForm =
  /^(?:inc|incorporated|corp|corporation|co|company|llc|llp|ltd|limited|plc|gmbh|ag|kg|ohg|se|ug|sarl|sas|sa|spa|srl|bv|nv|ab|oy|aps|pty|pvt|ltda|sl)$/i;

/** Reads what somebody typed into a search box. */
export function readSearchText(text: string): SearchText {
  const typed = text.trim();
  return {
    words: wordsIn(typed),
    digits: digitsOf(typed),
    id: id.safeParse(typed).success ? typed.toLowerCase() : null,
  };
}

/** The words without the signs around them, and without "and"; what has no other words stays as it is. */
function wordsIn(typed: string): string[] {
  const parts = typed.split(between).filter(Boolean);
  const plain = parts.map((part) => part.replace(aroundWord, "")).filter(Boolean);
  const telling = plain.filter((word) => word.toLowerCase() !== joins);
  const [words = []] = [telling, plain, parts].filter((some) => some.length > 0);
  return words.slice(0, maxWords);
}

/** The words of a company's name without its legal form; null where there is none, or nothing else. */
export function withoutLegalForm(words: readonly string[]): string[] | null {
  const left = words.filter((word) => !legalForm.test(word.replaceAll(".", "")));
  return left.length > 0 && left.length < words.length ? left : null;
}

/** Without leading zeros: inside a country a number begins with one that its international form does not have. */
function digitsOf(text: string): string | null {
  if (!numberSigns.test(text)) return null;
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length < fewestDigits || digits === text ? null : digits;
}
