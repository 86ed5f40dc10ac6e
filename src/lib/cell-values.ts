/** A value of a cell; a quoted one is one value, whatever is in it. */
export interface CellValue {
  text: string;
  isQuoted: boolean;
}

// In files of Google three colons stand between values; an extension belongs to its telephone number.
const between = String.raw`;(?!ext=)|[\n\r]|:::`;
const values = new RegExp(String.raw`\s*(?:"((?:[^"]|"")*)"\s*|((?:(?!${between})[^])*))(?:${between}|$)`, "g");
const isSeveral = /[;\n\r"]|:::/;
const needsQuotes = /;(?!ext=)|[\n\r]|:::|^[\s"]|\s$/;

/** The values of a cell, between semicolons, line breaks or three colons; none is empty. */
export function cellValues(cell: string): CellValue[] {
  const found = isSeveral.test(cell)
    ? [...cell.matchAll(values)].map(([, quoted, plain = ""]) => ({
        text: quoted?.replaceAll('""', '"') ?? plain.trim(),
        isQuoted: quoted !== undefined,
      }))
    : [{ text: cell.trim(), isQuoted: false }];
  return found.filter(({ text }) => text !== "");
}

/** Values as one cell, which `cellValues` reads back; those in which a separator stands are quoted. */
export const joinedValues = (texts: readonly string[]): string =>
  texts.map((text) => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("; ");
