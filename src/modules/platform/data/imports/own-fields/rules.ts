import { cellValues } from "@/lib/cell-values";
import { guessKind } from "@/lib/coerce/guess-kind";
import { type CustomKind, customKinds } from "@/lib/fields/custom";

/** A text of a column, and in how many rows. */
export interface SeenText {
  text: string;
  rows: number;
}

/** The most different values that are suggested as options of a choice. */
export const mostOptions = 50;

const timed = /\d[T\s,]+\s*\d{1,2}[:h]\d{2}/;
const phone = /^\+?[\d\s()./-]{7,}$/;
const percent = /%\s*$/;
const longText = 200;

/** The kind of custom field that the texts of a column suggest. */
export function kindOfTexts(seen: readonly SeenText[]): CustomKind {
  const texts = seen.map(({ text }) => text.trim()).filter(Boolean);
  if (texts.length === 0) return "text";
  const { kind } = guessKind(texts);
  const share = (fits: (text: string) => boolean) => texts.filter(fits).length / texts.length;
  const most = (fits: (text: string) => boolean) => share(fits) >= 0.9;
  if (kind === "text" || kind === "empty") return kindOfWords(seen, texts, most);
  if (kind === "date" && share((text) => timed.test(text)) >= 0.5) return "instant";
  if ((kind === "integer" || kind === "decimal") && most((text) => percent.test(text))) return "percent";
  if (kind === "integer" && most((text) => phone.test(text) && /^\+|^0\d/.test(text))) return "phone";
  return kind === "integer" || kind === "decimal" ? "number" : kind;
}

function kindOfWords(
  seen: readonly SeenText[],
  texts: readonly string[],
  most: (fits: (text: string) => boolean) => boolean,
): CustomKind {
  if (most((text) => phone.test(text))) return "phone";
  const parts = partsIn(seen, true);
  const several = texts.some((text) => cellValues(text).length > 1);
  const named = [...parts.values()].reduce((sum, one) => sum + one, 0);
  if (several && parts.size <= mostOptions && parts.size * 2 <= named && shortOnes([...parts.keys()])) return "choices";
  if (texts.some((text) => text.includes("\n") || text.length > longText)) return "longText";
  const rows = seen.reduce((sum, one) => sum + (one.text.trim() === "" ? 0 : one.rows), 0);
  return texts.length <= mostOptions && texts.length * 2 <= rows && shortOnes(texts) ? "choice" : "text";
}

const longestOption = 80;
const shortOnes = (texts: readonly string[]): boolean => texts.every((text) => text.length <= longestOption);

/** The values of cells with the number of their rows; `several` parts each cell at its semicolons. */
export function partsIn(seen: readonly SeenText[], several: boolean): Map<string, number> {
  const parts = new Map<string, number>();
  for (const { text, rows } of seen)
    for (const part of several ? cellValues(text).map((one) => one.text) : [text]) {
      const value = part.trim();
      if (value !== "") parts.set(value, (parts.get(value) ?? 0) + rows);
    }
  return parts;
}

/** A new choice as the others of its list are written: "organic_search" beside "Website" is Organic search. */
export function inCaseOf(label: string, others: readonly string[]): string {
  const text = label.includes(" ") ? label : label.replaceAll("_", " ");
  const letters = (of: string) => of.replace(/[^\p{L}]/gu, "");
  const known = others.map(letters).filter((one) => one.length > 1);
  const isLower = (of: string) => of === of.toLowerCase();
  const isUpper = (of: string) => of === of.toUpperCase();
  if (known.length === 0) return text;
  if (known.every(isLower)) return text.toLowerCase();
  if (known.some((one) => isLower(one.charAt(0))) || known.every(isUpper)) return text;
  // One long word in capitals is written so by a database; short ones are abbreviations.
  const own = isUpper(letters(text)) && (text !== label || letters(text).length > 5) ? text.toLowerCase() : text;
  return isLower(letters(own)) ? `${own.charAt(0).toUpperCase()}${own.slice(1)}` : own;
}

/** The most decimals that numbers of a column have, 6 at most. */
export function decimalsIn(seen: readonly SeenText[]): number {
  const places = seen.map(({ text }) => /[.,](\d{1,6})\D*$/.exec(text.trim())?.[1]?.length ?? 0);
  return Math.min(6, Math.max(0, ...places));
}

/** The kinds of custom fields that a column of a file can fill: no record says which object the others would point to. */
export const fillableKinds = customKinds.filter((kind) => kind !== "reference");
