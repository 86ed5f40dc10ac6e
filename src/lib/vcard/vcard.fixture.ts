import { bytesOf } from "../csv/read.fixture";
import { openVcard } from "./open-vcard";

/** The rows of a file of vCards: what each says, by columns. */
export async function cardsIn(content: string | Uint8Array): Promise<Record<string, string>[]> {
  return (await readIn(content)).map(({ cells }) => cells);
}

/** The same with the line and the issue of each row. */
export async function readIn(content: string | Uint8Array) {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const file = await openVcard({
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, at + length),
  });
  const rows = [];
  for await (const chunk of file.rows())
    for (const { line, issue, values } of chunk) {
      const filled = file.columns.flatMap((column, place) => (values[place] ? [[column, values[place]] as const] : []));
      rows.push({ line, issue, cells: Object.fromEntries(filled) });
    }
  return rows;
}

/** A card with these lines. */
export const card = (version: string, ...lines: string[]): string =>
  ["BEGIN:VCARD", `VERSION:${version}`, ...lines, "END:VCARD", ""].join("\r\n");
