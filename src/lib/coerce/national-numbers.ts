import { joinedValues } from "@/lib/cell-values";
import { typedValue, withType } from "@/lib/fields/entry-types";
import { entriesIn, isYearOrDay } from "./coerce-entries";

const hasCountry = /[+＋]\s*\p{Nd}|^[^\p{Nd}]*(?:00|００)/u;
/** Shorter ones are no numbers of a public network. */
const fewestDigits = 5;

const isNational = (number: string): boolean =>
  !hasCountry.test(number) && (number.match(/\p{Nd}/gu)?.length ?? 0) >= fewestDigits && !isYearOrDay(number);

/** The telephone numbers of a cell that have no country code: neither "+" nor "00" stands before them. */
export const nationalIn = (cell: string): string[] =>
  entriesIn(cell).flatMap((entry) => {
    const { value: number } = typedValue("phones", entry);
    return isNational(number) ? [number] : [];
  });

/** A cell with its national numbers as `read` gives them; types before them and all other numbers stay. */
export function withNational(cell: string, read: (number: string) => string): string {
  const entries = entriesIn(cell).map((entry) => {
    const { type, value: number } = typedValue("phones", entry);
    return isNational(number) ? withType({ type, value: read(number) }) : entry;
  });
  return joinedValues(entries);
}
