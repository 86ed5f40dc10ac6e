import { quoteValue } from "@/lib/text";

/**
 * The value of a cell's text, or whole sentences on why it has none; `value` is null for an empty cell. `suggestion`
 * is valid text, to be offered with one click, and `why` says what the two have in common.
 */
export type Coerced<T> = { ok: true; value: T | null } | Refused;
type Refused = { ok: false; reason: string; suggestion?: string; why?: string };

export function value<T>(read: T): Coerced<T> {
  return { ok: true, value: read };
}

export function refused(reason: string, suggestion?: string): Refused {
  return suggestion === undefined ? { ok: false, reason } : { ok: false, reason, suggestion };
}

// The words for “nothing” in reports and databases.
const PLACEHOLDERS = /^(-+|–|—|\?|n\/?a|#n\/a|null|none|nil|nan|unknown|undefined)$/i;

/** Text that means "no value": "n/a", a dash. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDERS.test(text);

/** The result for an empty cell; null when the cell has content. */
export const emptyCell = (text: string): Coerced<never> | null => (text === "" ? { ok: true, value: null } : null);

// Longer than any number, date or address; it also keeps hostile cells away from the regular expressions.
const LONGEST = 320;

/** Like `emptyCell` for short kinds of values: text of more than 320 characters is refused too. */
export function emptyOrLong(plain: string, kind: string): Coerced<never> | null {
  return emptyCell(plain) ?? (plain.length > LONGEST ? notA(kind, plain) : null);
}

/** The refusal of text that is not of the expected kind, such as “n/a” in a column of numbers. */
export function notA(kind: string, text: string): Refused {
  if (isPlaceholder(text))
    return refused(`${quoteValue(text)} is not ${kind}. Leave the cell empty if there is none.`, "");
  return refused(`${quoteValue(text)} is not ${kind}.`);
}

// Nothing to trim, no apostrophe, no other script: true for most cells, and a file may have millions.
const PLAIN = /^[!-&(-~](?:[ -~]*[!-~])?$/;

/**
 * Trimmed, with full-width characters converted, without direction marks and the apostrophe by which spreadsheets
 * mark text.
 */
export function plainText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u2212/g, "-")
    .replace(/\p{Bidi_Control}/gu, "")
    .trim()
    .replace(/^'/, "")
    .trim();
}
