import "server-only";
import type { Ctx } from "@/server/context";
import type { FileTotals } from "../schema";
import { totalsOf } from "./present-import";
import { countRows } from "./row-problems";

/** The counts of a run with the rows that did not go in. */
export async function finalTotals(ctx: Ctx, importId: string): Promise<FileTotals[]> {
  const row = await ctx.db.import.findFirstOrThrow({ where: { id: importId }, select: { totals: true } });
  const counted = await countRows(ctx, importId);
  return totalsOf(row.totals).map((file) => {
    const { errors, out, skipped } = counted.get(file.fileId) ?? { errors: 0, out: 0, skipped: 0 };
    const left = skipped + file.skipped;
    return { ...file, errors, skipped: left, good: file.rows - out - left };
  });
}
