import { foldKey } from "@/lib/text";
import { type Coerced, emptyOrLong, notA, plainText, value } from "./coerced";

const YES = new Set([
  "yes",
  "y",
  "true",
  "t",
  "1",
  "on",
  "x",
  "✓",
  "✔",
  "ja",
  "j",
  "oui",
  "o",
  "si",
  "sí",
  "sim",
  "wahr",
  "vrai",
]);
const NO = new Set(["no", "n", "false", "f", "0", "off", "✗", "✘", "nein", "non", "não", "falsch", "faux"]);

/** Yes or no, in the words that spreadsheets use. */
export function coerceBoolean(text: string): Coerced<boolean> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "a yes or no");
  if (empty) return empty;
  const word = foldKey(plain);
  if (YES.has(word)) return value(true);
  return NO.has(word) ? value(false) : notA("a yes or no", plain);
}
