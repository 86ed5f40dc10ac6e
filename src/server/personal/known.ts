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
export const digitsOf = (text: string): string => text.replace(/;ext=.*$/, "").replace(/\D/g, "");
const isTelling = (text: string) => text.includes("@") || isPhone(text) || /\S\s+\S/.test(text);

/** Those of some names, addresses and numbers of a person by which the person is found. */
export function knownTexts(given: readonly string[]): KnownTexts {
  const texts = [...new Set(given.map((text) => text.trim().toLowerCase()))].filter(isTelling);
  const digits = texts.flatMap((text) => (isPhone(text) ? [digitsOf(text)] : []));
  return { texts, digits: digits.filter(({ length }) => length >= fewestDigits) };
}

/** The addresses and numbers among them. */
export const addressesIn = ({ texts, digits }: KnownTexts): KnownTexts => ({
  texts: texts.filter((text) => text.includes("@") || isPhone(text)),
  digits,
});

/** Those without some names, addresses and numbers. */
export const withoutTexts = ({ texts }: KnownTexts, left: readonly string[]): KnownTexts =>
  knownTexts(texts.filter((text) => !left.includes(text)));

/** Addresses of an office, not of one person. */
const ofOffices = new Set(
  "admin billing booking careers contact customerservice finance hello help hr info jobs kontakt mail marketing office orders post press sales service support team".split(
    " ",
  ),
);
export const isOfOffice = (text: string): boolean => ofOffices.has(/^([^@]+)@/.exec(text)?.[1] ?? "");

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
