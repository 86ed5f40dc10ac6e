// Characters from before Unicode 14 that runtimes of different age fold differently: they stay unfolded, because a
// stored key must not change with the runtime.
const YOUNG =
  "\\u0897\\u1ACF-\\u1ADD\\u1AE0-\\u1AEB\\u1C89\\uA7CB\\uA7CC\\uA7CE\\uA7D2\\uA7D4\\uA7DA\\uA7DC\\uA7F1" +
  "\\u{105C9}\\u{105E4}\\u{10D50}-\\u{10D65}\\u{10D69}-\\u{10D6D}\\u{10EFA}-\\u{10EFF}\\u{11383}-\\u{113D0}" +
  "\\u{11F41}\\u{11F42}\\u{16121}-\\u{1612F}\\u{16D68}-\\u{16D6A}\\u{16EA0}-\\u{16EB8}\\u{1CCD6}-\\u{1CCF9}" +
  "\\u{1E030}-\\u{1E08F}\\u{1E4EC}-\\u{1E4EF}\\u{1E5EE}\\u{1E5EF}\\u{1E6E3}-\\u{1E6F5}";
const SETTLED_RUN = new RegExp(`[^${YOUNG}]+`, "gu");

// Soft hyphen, zero-width space, direction marks, word joiner, byte order mark: invisible and never typed.
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

const PLAIN = /^[\t-\r\x20-\x7e]*$/;
const UNTIDY = /^\s|\s\s|[\t-\r]|\s$/;

/**
 * The key by which names and addresses are compared and stored (`name_key`, `email_key`): NFKC, case folded, without
 * invisible characters, whitespace collapsed and trimmed. The same on every supported Node; applying it twice changes
 * nothing. Empty for text without visible characters.
 */
export function foldKey(text: string): string {
  // Most names are plain ASCII with single spaces, which needs no further steps.
  if (PLAIN.test(text)) return UNTIDY.test(text) ? tidy(text.toLowerCase()) : text.toLowerCase();
  return tidy(text.replace(INVISIBLE, "").replace(SETTLED_RUN, foldCase));
}

const tidy = (text: string) => text.replace(/\s+/g, " ").trim();

// Lower, upper, lower: the two outer steps make ẞ, ß and ss equal, and both forms of the Greek sigma.
function foldCase(run: string): string {
  return run.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");
}

/** The text with a capital first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For the middle of a sentence; words of capitals stay: "API keys". */
export const uncapital = (text: string): string =>
  /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

/** Sentences with single full stops, also after a name that ends with its own: "the owner of TechCorp Inc." */
export const oneStop = (text: string): string => text.replace(/(?<!\.)\.\.(?!\.)/g, ".");

/** "an account", "a product". */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;

const all = new Intl.ListFormat("en", { type: "conjunction" });
const any = new Intl.ListFormat("en", { type: "disjunction" });

/**
 * "Acme, Bolt, and Crux": the words between belong to our sentences, which are English whatever a workspace's
 * formats.
 */
export const andList = (items: readonly string[]): string => all.format(items);

/** "Acme, Bolt, or Crux" */
export const orList = (items: readonly string[]): string => any.format(items);

/** The short form of a name in an avatar: its first letter or digit, after any signs; else its first sign. */
export function initial(text: string): string {
  const [sign] = text.match(/[\p{L}\p{N}]\p{M}*/u) ?? Array.from(text.trim());
  return (sign ?? "").toUpperCase();
}

/** The initials of the first and the last word that has a letter or digit. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length < 2) return initial(name);
  return initial(words[0] ?? "") + initial(words.at(-1) ?? "");
}

/** A value quoted in a sentence: in quotation marks, one line, cut at 40 characters. */
export function quoteValue(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  return `“${characters.length > 40 ? `${characters.slice(0, 39).join("")}…` : line}”`;
}
