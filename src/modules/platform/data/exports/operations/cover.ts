import "server-only";
import { capital } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { visibleViews } from "@/server/saved-views";
import { nounToExport } from "../row";
import type { ExportedList, ExportRequest } from "../schema";

export interface Covered {
  request: ExportRequest;
  /** Records of the list that the right of the asker does not cover. */
  rowsBeyond: number;
}

/** The rows of the last sheet: which records the others hold, when and for whom. */
export async function* coverOf(ctx: Ctx, { request, rowsBeyond }: Covered, rows: () => number) {
  const { list, view } = request;
  const noun = nounToExport(request.noun);
  yield ["Workspace", ctx.tenant.name];
  yield ["Records", capital(noun.head.many)];
  yield ["View", view ?? (await viewName(ctx, list)) ?? "No saved view"];
  const conditions = await noun.filterWords(ctx, list);
  for (const [place, text] of (conditions.length > 0 ? conditions : ["None"]).entries())
    yield [place === 0 ? "Conditions" : "", text];
  yield ["Archived", list.archived ? "Only archived records" : "Without archived records"];
  yield ["Exported at", new Date().toISOString()];
  yield ["Time zone of the times", ctx.tenant.timeZone];
  yield ["Exported by", ctx.member?.name ?? ""];
  yield ["Rows", rows()];
  yield ["Left out, because you may not export them", rowsBeyond];
}

async function viewName(ctx: Ctx, { view: id }: ExportedList): Promise<string | undefined> {
  if (!id) return undefined;
  const where = { AND: [{ id }, await visibleViews(ctx)] };
  return (await ctx.db.savedView.findFirst({ where, select: { name: true } }))?.name;
}
