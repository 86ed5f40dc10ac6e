import "server-only";
import { type CountryCode, isSupportedCountry } from "libphonenumber-js/max";
import type { CatalogColumn } from "@/lib/catalog";
import { withNational } from "@/lib/coerce/national-numbers";
import { unwrapped } from "@/lib/coerce/spreadsheet-cell";
import { countryIn } from "@/lib/country-in";
import type { Ctx } from "@/server/context";
import { countryOf, readPhoneNumber } from "@/server/phone-number";
import { wordsIn } from "../rules";
import type { NationalNumbers } from "../schema";
import type { FileRow } from "./present-import";

export type CellOf = (column: number) => string;

/** A column of a plan, as far as it matters here. */
interface Column {
  column: number;
  header: string;
  spec: CatalogColumn;
  read(text: string): { kind: string; value?: unknown };
}

interface Plan {
  file: FileRow;
  columns: readonly Column[];
  isOurs: boolean;
}

/** A column whose cells say the country of their row. */
export interface CountryColumn {
  /** Its place in the file; negative for one value of all rows. */
  column: number;
  header: string;
  /** It fills the country of an address. */
  fills: boolean;
  textOf(cellOf: CellOf): string;
}

/** How the telephone numbers of a file that have no country code are read. */
export interface NationalReading {
  /** The country of the workspace. */
  workspace: CountryCode | undefined;
  /** The columns that say the country of a row, where the file has some. */
  columns: readonly CountryColumn[];
  answer: NationalNumbers | null;
}

export const isPhones = ({ spec }: Pick<Column, "spec">): boolean => spec.kind === "phones";

const countryWords = new Set(["country", "countrycode", "land", "ländercode", "landcode", "pays", "país", "pais"]);

/** The columns that fill the country of an address, else those whose header says country and that fill no field. */
function countryColumns({ file, columns }: Plan): CountryColumn[] {
  const filling = columns.filter(({ spec }) => spec.country);
  if (filling.length > 0)
    return filling.map(({ header, column, read }) => ({
      column,
      header,
      fills: true,
      textOf: (cellOf) => {
        const cell = read(cellOf(column));
        return cell.kind === "value" ? String(cell.value) : "";
      },
    }));
  return file.mapping.flatMap(({ column, field }) => {
    const header = file.columns[column] ?? "";
    if (field !== null || !wordsIn(header).some((word) => countryWords.has(word))) return [];
    return [{ column, header, fills: false, textOf: (cellOf: CellOf) => unwrapped(cellOf(column)) }];
  });
}

/** Null for a file that was exported here, whose numbers are what they are, and for one without telephone numbers. */
export function nationalReading({ tenant }: Pick<Ctx, "tenant">, plan: Plan): NationalReading | null {
  if (plan.isOurs || !plan.columns.some(isPhones)) return null;
  const answer = plan.file.options.nationalNumbers;
  return { workspace: countryOf(tenant.locale), columns: countryColumns(plan), answer };
}

/** The country of a row: the first that one of its columns names. */
export function countryOfRow({ columns }: Pick<NationalReading, "columns">, cellOf: CellOf): CountryCode | undefined {
  for (const { textOf } of columns) {
    const code = countryIn(textOf(cellOf));
    if (code !== null && isSupportedCountry(code)) return code;
  }
  return undefined;
}

/** Telephone numbers of a cell with the country code that the answer gives them; unanswered they stay as written. */
export function international(
  reading: NationalReading,
  { column }: Pick<Column, "column">,
  { text, cellOf }: { text: string; cellOf: CellOf },
): string {
  // A number that is typed for all rows is read as in a form.
  const answer = column < 0 ? "workspaceCountry" : reading.answer;
  if (answer === null || answer === "asWritten") return text;
  const country = answer === "workspaceCountry" ? reading.workspace : countryOfRow(reading, cellOf);
  return country === undefined ? text : withNational(text, (number) => storedIn(number, country)?.value ?? number);
}

/** A national number as one of a country; null where it is none there. */
export function storedIn(number: string, country: CountryCode | undefined) {
  const read = country === undefined ? null : readPhoneNumber(number, country);
  return read?.valid ? read : null;
}
