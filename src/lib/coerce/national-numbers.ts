import { entriesIn } from "./coerce-entries";

/** The type that may stand before a number: "mobile: ". */
const typeBefore = /^\p{L}[^\d:+]*:\s*/u;
const hasCountry = /^[^\d+＋]*(?:[+＋]|00)/;
/** Shorter ones are no numbers of a public network. */
const fewestDigits = 5;

const parted = (entry: string) => {
  const type = typeBefore.exec(entry)?.[0] ?? "";
  return { type, number: entry.slice(type.length) };
};

const isNational = (number: string): boolean =>
  !hasCountry.test(number) && number.replace(/\D/g, "").length >= fewestDigits;

/** The telephone numbers of a cell that have no country code: neither "+" nor "00" stands before them. */
export const nationalIn = (cell: string): string[] =>
  entriesIn(cell).flatMap((entry) => {
    const { number } = parted(entry);
    return isNational(number) ? [number] : [];
  });

/** A cell with its national numbers as `read` gives them; types before them and all other numbers stay. */
export function withNational(cell: string, read: (number: string) => string): string {
  const entries = entriesIn(cell).map((entry) => {
    const { type, number } = parted(entry);
    return isNational(number) ? `${type}${read(number)}` : entry;
  });
  return entries.join("; ");
}
