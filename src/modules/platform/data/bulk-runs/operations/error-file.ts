import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import type { Ctx } from "@/server/context";
import { listBulkProblems } from "./runs";

/** The records that could not be changed, or that an undo left as they are, as CSV with their reasons. */
export async function problemFile(
  ctx: Ctx,
  id: string,
  state: "failed" | "kept",
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const pageAfter = (after: string | null) => listBulkProblems(ctx, { id, state, after });
  const first = await pageAfter(null);
  async function* rows() {
    yield ["Id", "Name", "Reason"];
    for (let page = first; ; page = await pageAfter(page.next)) {
      for (const row of page.rows) yield [row.id, row.name ?? "", row.reason];
      if (page.next === null) return;
    }
  }
  const name = state === "failed" ? "records-not-changed.csv" : "records-not-undone.csv";
  return { name, content: writeCsv(rows(), { bom: true, guardFormulas: true }) };
}
