import "server-only";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { textOfDoc } from "@/lib/rich-text/text";
import { foldKey } from "@/lib/text";
import type { TextColumn } from "../db/text-tables.ts";

export const erasedWord = "Erased";

/** Finds a person in texts: what is replaced, and what is emptied where nothing else stands there. */
export interface Matcher {
  texts: RegExp;
  addresses: RegExp;
  /** The word in the place of what was found. */
  word: string;
}

const finds = (pattern: RegExp, text: string) => {
  pattern.lastIndex = 0;
  return pattern.test(text);
};

/** Addresses and numbers are found, and nothing else stands there. */
const isNothingElse = ({ addresses, texts }: Matcher, text: string): boolean =>
  finds(texts, text) && text.replace(texts, (hit) => (finds(addresses, hit) ? "" : hit)).trim() === "";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A name in pieces of several formats is found in the words alone: then the formatted text goes, and the plain one stays. */
const inPieces = (matcher: Matcher, value: Record<string, unknown>): boolean =>
  value.type === "doc" && finds(matcher.texts, textOfDoc(value as unknown as RichNode));

/** A value of JSON without the person; `emptied` for values of custom fields, which may be missing. */
function inJson(matcher: Matcher, value: unknown, emptied: boolean): unknown {
  if (typeof value === "string") {
    if (emptied && isNothingElse(matcher, value)) return undefined;
    return value.replace(matcher.texts, matcher.word);
  }
  if (Array.isArray(value)) {
    const kept = value.map((one) => inJson(matcher, one, emptied)).filter((one) => one !== undefined);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [
    // Keys of fields have neither spaces nor addresses.
    /[\s@]/.test(key) ? key.replace(matcher.texts, matcher.word) : key,
    inJson(matcher, one, emptied),
  ]);
  const result = Object.fromEntries(entries) as Record<string, unknown>;
  return inPieces(matcher, result) ? undefined : result;
}

function inColumn(matcher: Matcher, { name, type, isOptional }: TextColumn, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (type === "text") {
    if (isOptional && isNothingElse(matcher, String(value))) return null;
    return String(value).replace(matcher.texts, matcher.word);
  }
  if (type === "text[]") return (value as string[]).map((one) => one.replace(matcher.texts, matcher.word));
  return inJson(matcher, value, name === "custom" || name === "custom_keys") ?? (isOptional ? null : {});
}

type Values = Readonly<Record<string, unknown>>;

const isKey = ({ name }: TextColumn) => /_keys?$/.test(name);

/** Keys are folded copies of other columns: they lose what those lost, whatever letters a name has in them. */
function keyMatcher(matcher: Matcher, columns: readonly TextColumn[], row: Values): Matcher {
  const texts = columns.filter((column) => !isKey(column)).flatMap(({ name }) => textsOf(row[name]));
  const hits = new Set(texts.flatMap((text) => (text.match(matcher.texts) ?? []).map(foldKey)));
  const word = matcher.word.toLowerCase();
  if (hits.size === 0) return { ...matcher, word };
  const either = [...hits].map((hit) => hit.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return { ...matcher, texts: new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])`, "giu"), word };
}

/** The columns of a row that say something of the person, with what takes the place of it. */
export function replacedIn(matcher: Matcher, columns: readonly TextColumn[], row: Values): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  const keys = keyMatcher(matcher, columns, row);
  for (const column of columns.toSorted((one, other) => Number(isKey(one)) - Number(isKey(other)))) {
    const { name } = column;
    const of = name.replace(/_key$/, "");
    const isFolded = of in changed && typeof row[of] === "string" && row[name] === foldKey(row[of]);
    const folded = typeof changed[of] === "string" ? foldKey(changed[of]) : null;
    const now = isKey(column) && isFolded ? folded : inColumn(isKey(column) ? keys : matcher, column, row[name]);
    if (JSON.stringify(now) !== JSON.stringify(row[name])) changed[name] = now;
  }
  return changed;
}

/** Signs before and after what was found. */
const around = 40;

/** The place in a row where the person is found, with some of the text around it; null if it is not found. */
export function excerptIn(
  pattern: RegExp,
  columns: readonly TextColumn[],
  row: Values,
): { before: string; match: string; after: string } | null {
  for (const { name } of columns) {
    const value = row[name];
    const text = textsOf(value).find((one) => finds(pattern, one));
    if (text === undefined) continue;
    pattern.lastIndex = 0;
    const found = pattern.exec(text);
    if (!found) continue;
    const end = found.index + found[0].length;
    return {
      before: `${found.index > around ? "…" : ""}${text.slice(Math.max(0, found.index - around), found.index)}`,
      match: found[0],
      after: `${text.slice(end, end + around)}${text.length > end + around ? "…" : ""}`,
    };
  }
  return null;
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.entries(value).flatMap(([key, one]) => [key, ...textsOf(one)]) : [];
}
