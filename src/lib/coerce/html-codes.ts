import { decodeHTMLStrict } from "entities";
import { unwrapped } from "./spreadsheet-cell";

/** A code ends with a semicolon: without one, `?a=1&copy=2` of an address would lose its meaning. */
const CODE = /&(?:#\d{1,8}|#[xX][\da-fA-F]{1,7}|[a-zA-Z][\da-zA-Z]{1,31});/g;
// A sign that no text may hold: controls, and what stands for an invalid number.
const UNFIT = /[\p{Cc}\ufffd]/u;
/** Programs that write codes one after the other leave codes inside codes: &amp;amp; */
const ROUNDS = 3;

function decodedOnce(text: string): string {
  return text.replace(CODE, (code) => {
    const sign = decodeHTMLStrict(code);
    return UNFIT.test(sign) ? code : sign;
  });
}

/** A text without HTML codes such as &amp;uuml; the same text where it has none, or more inside each other than are read. */
export function withoutCodes(text: string): string {
  if (!text.includes("&")) return text;
  let read = text;
  for (let round = 0; round < ROUNDS; round += 1) read = decodedOnce(read);
  return decodedOnce(read) === read ? read : text;
}

/** The text that a cell of a file means: one that becomes a formula only by its codes is none. */
export function decodedCell(cell: string): string {
  const text = unwrapped(cell);
  const read = withoutCodes(text);
  return unwrapped(read) === read ? read : text;
}
