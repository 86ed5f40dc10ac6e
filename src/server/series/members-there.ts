import "server-only";
import type { Ctx } from "../context.ts";

/** Those of these members that were not removed. */
export async function membersThere(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db.member.findMany({
    where: { id: { in: [...ids] }, status: { not: "removed" } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
