import { UnreadableFileError } from "@/lib/csv/unreadable-file-error";
import { openWorkbook } from "@/lib/xlsx/open-workbook";
import { sourceOf, textRow } from "./workbook";

type Chosen = Parameters<typeof openWorkbook>[1];

/** A workbook with all of its rows. */
export async function read(bytes: Uint8Array, chosen?: Chosen) {
  const { rows, ...facts } = await openWorkbook(sourceOf(bytes), chosen);
  const all: { line: number; values: string[]; issue: string | null }[] = [];
  for await (const chunk of rows()) all.push(...chunk);
  return { ...facts, rows: all };
}

export const cells = async (bytes: Uint8Array, chosen?: Chosen) =>
  (await read(bytes, chosen)).rows.map(({ values }) => values);

/** The words and the place with which a workbook is refused. */
export async function refused(bytes: Uint8Array, chosen?: Chosen) {
  const error: unknown = await read(bytes, chosen).then(
    () => null,
    (thrown) => thrown,
  );
  if (!(error instanceof UnreadableFileError)) throw error ?? new Error("The workbook was read.");
  return { message: error.message, row: error.row, column: error.column };
}

/** The tags of the header of a table. */
export const head = textRow(1, ["Name", "Value"]);

/** The tags of rows that have a style and no text, from this line on. */
export const emptyRows = (count: number, line: number): string =>
  Array.from({ length: count }, (_, at) => `<row r="${at + line}" s="1"><c r="A${at + line}" s="1"/></row>`).join("");
