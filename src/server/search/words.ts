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

/** Reads what somebody typed into a search box. */
export function readSearchText(text: string): SearchText {
  const typed = text.trim();
  return {
    words: typed.split(/\s+/).filter(Boolean).slice(0, maxWords),
    digits: digitsOf(typed),
    id: id.safeParse(typed).success ? typed.toLowerCase() : null,
  };
}

/** Without leading zeros: inside a country a number begins with one that its international form does not have. */
function digitsOf(text: string): string | null {
  if (!numberSigns.test(text)) return null;
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length < fewestDigits || digits === text ? null : digits;
}
