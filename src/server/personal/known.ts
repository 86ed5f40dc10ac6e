import "server-only";
import { Prisma } from "../db/generated/client.ts";

/** The texts by which a person is found in files, answers and the like, in lower case. */
export interface KnownTexts {
  /** Mail addresses, telephone numbers, and names of several words: one word alone stands for much else. */
  texts: readonly string[];
  /** Digits of telephone numbers, however they are written. */
  digits: readonly string[];
}

/** Shorter digits stand in too many numbers. */
export const fewestDigits = 7;

const isPhone = (text: string) => /^\+?[\d\s()./-]+(;ext=\d+)?$/.test(text);
const isTelling = (text: string) => text.includes("@") || isPhone(text) || /\S\s+\S/.test(text);

/** Those of some names, addresses and numbers of a person by which the person is found. */
export function knownTexts(given: readonly string[]): KnownTexts {
  const texts = [...new Set(given.map((text) => text.trim().toLowerCase()))].filter(isTelling);
  const digits = texts.flatMap((text) => (isPhone(text) ? [text.replace(/;ext=.*$/, "").replace(/\D/g, "")] : []));
  return { texts, digits: digits.filter(({ length }) => length >= fewestDigits) };
}

/** Those that are of one person alone: addresses and numbers. Two people may have one name. */
export const addressesIn = ({ texts, digits }: KnownTexts): KnownTexts => ({
  texts: texts.filter((text) => text.includes("@") || isPhone(text)),
  digits,
});

/** Those without some names. */
export const withoutNames = ({ texts, digits }: KnownTexts, names: readonly string[]): KnownTexts => ({
  texts: texts.filter((text) => !names.includes(text)),
  digits,
});

/** A pattern of PostgreSQL that finds these texts in others, whatever signs they have; without any it finds nothing. */
const patternOf = (texts: readonly string[]) =>
  texts.length > 0 ? texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") : "(?!)";

/** As JSON writes them, without the quotes around. */
const inJson = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text).slice(1, -1));

/** Whether a text names the person: SQL over an expression of the type text. */
export const namesPerson = ({ texts, digits }: KnownTexts, text: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (${text} ~* ${patternOf(texts)} or regexp_replace(${text}, '\\D', '', 'g') ~ ${patternOf(digits)})`;

/** Whether JSON names the person or holds their id: SQL over an expression of the type jsonb. */
export const namesPersonIn = ({ known, id }: { known: KnownTexts; id: string }, json: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${json})::text ~* ${patternOf([id, ...inJson(known.texts)])}`;
