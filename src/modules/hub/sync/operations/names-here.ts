import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "@/server/context";
import { recordsOf } from "@/server/nouns/records";
import { mayView } from "@/server/scope";
import { visibleAmong } from "@/server/seen-through";

/** The names of records by their ids, one statement for each kind; those that were deleted, or that the viewer may not see, are missing. */
export async function namesHere(
  ctx: Ctx,
  wanted: readonly { entity: string; id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const [entity, some] of groupBy(wanted, (one) => one.entity)) {
    if (!mayView(ctx, entity)) continue;
    const ids = [...new Set(some.map(({ id }) => id))];
    const rows = await recordsOf(ctx, entity).findMany({
      where: { AND: [{ id: { in: ids } }, await visibleAmong(ctx, entity, ids)] },
      select: { id: true, name: true },
    });
    for (const { id, name } of rows) names.set(id, String(name));
  }
  return names;
}
