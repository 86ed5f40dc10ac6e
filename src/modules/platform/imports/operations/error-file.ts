import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import type { Ctx } from "@/server/context";
import { importFileInfo, listImportProblems } from "./list-problems";

/** The rows of a file that did not go in, with their own cells, line and reasons; can be mended and imported again. */
export async function errorFile(
  ctx: Ctx,
  id: string,
  fileId: string,
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const file = await importFileInfo(ctx, { id, fileId });
  async function* rows() {
    yield [...file.columns, "Row", "Reason"];
    for (let after: number | null = 0; after !== null; ) {
      const page: Awaited<ReturnType<typeof listImportProblems>> = await listImportProblems(ctx, {
        id,
        fileId,
        after,
        limit: 200,
      });
      for (const row of page.rows) {
        const cells = file.columns.map((_, column) => row.edits[column] ?? row.cells[column] ?? "");
        const reasons = row.problems.map((one) => (one.header === null ? one.reason : `${one.header}: ${one.reason}`));
        yield [...cells, String(row.line), reasons.join(" ")];
      }
      after = page.next;
    }
  }
  const name = `${file.name.replace(/\.[^.]*$/, "")}-errors.csv`;
  return { name, content: writeCsv(rows(), { bom: true, guardFormulas: true }) };
}
