import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { importFileInfo, listImportProblems } from "./list-problems";

/**
 * The rows of a file that did not go in, with their own cells, line and reasons; can be edited and imported again. Of a
 * cancelled import those that were found until then. NOT_FOUND when there is none: a file of a head alone says nothing.
 */
export async function errorFile(
  ctx: Ctx,
  id: string,
  fileId: string,
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const file = await importFileInfo(ctx, { id, fileId });
  const pageAfter = (after: number) => listImportProblems(ctx, { id, fileId, after, limit: 200 });
  const first = await pageAfter(0);
  if (first.rows.length === 0)
    throw new AppError("NOT_FOUND", `No row of ${file.name} has a problem, so there is no error file.`);
  async function* rows() {
    yield [...file.columns, "Row", "Reason"];
    for (let page = first; ; page = await pageAfter(page.next)) {
      for (const row of page.rows) {
        const cells = file.columns.map((_, column) => row.edits[column] ?? row.cells[column] ?? "");
        const reasons = row.problems.map((one) => (one.header === null ? one.reason : `${one.header}: ${one.reason}`));
        yield [...cells, String(row.line), reasons.join(" ")];
      }
      if (page.next === null) return;
    }
  }
  const name = `${file.name.replace(/\.[^.]*$/, "")}-errors.csv`;
  return { name, content: writeCsv(rows(), { bom: true, guardFormulas: true }) };
}
