import "server-only";
import type { RichNode } from "@/lib/rich-text/rich-text";
import { textOfDoc } from "@/lib/rich-text/text";
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

const isNothingElse = ({ addresses, texts }: Matcher, text: string): boolean =>
  finds(texts, text) && text.replace(addresses, "").trim() === "";

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
  const folded = { ...matcher, word: matcher.word.toLowerCase() };
  const isKey = name.endsWith("_key") || name.endsWith("_keys");
  const own = isKey ? folded : matcher;
  if (type === "text") {
    if (isOptional && isNothingElse(own, String(value))) return null;
    return String(value).replace(own.texts, own.word);
  }
  if (type === "text[]") return (value as string[]).map((one) => one.replace(own.texts, own.word));
  return inJson(own, value, name === "custom" || name === "custom_keys") ?? (isOptional ? null : {});
}

/** The columns of a row that say something of the person, with what takes the place of it. */
export function replacedIn(
  matcher: Matcher,
  columns: readonly TextColumn[],
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const column of columns) {
    const now = inColumn(matcher, column, row[column.name]);
    if (JSON.stringify(now) !== JSON.stringify(row[column.name])) changed[column.name] = now;
  }
  return changed;
}

/** Signs before and after what was found. */
const around = 40;

/** The place in a row where the person is found, with some of the text around it; null if it is not found. */
export function excerptIn(
  pattern: RegExp,
  columns: readonly TextColumn[],
  row: Readonly<Record<string, unknown>>,
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
