import "server-only";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import { firstIdAt } from "@/modules/platform/history/audit/rules";
import { readIdCursor } from "@/server/page-cursor";
import { listSyncChangesInput, syncChangePage } from "../schema";
import { presentRun, runSelect } from "./list-objects";
import { presentChanges } from "./present-changes";
import { mappedIn } from "./value-text";

export const listSyncChanges = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: listSyncChangesInput,
  output: syncChangePage,
  rest: { method: "GET", path: "/connections/{connectionId}/changes" },
  describe:
    "Changes that the sync made, newest first: each one with its value, its reason and its writer. `from` and `to` are instants. Kept for 90 days.",
  async run(ctx, { connectionId, entity, recordId, field, way, decidedBy, from, to, limit, cursor }) {
    const before = readIdCursor(cursor);
    const objects = await ctx.db.syncObject.findMany({
      where: { connectionId, ...(entity ? { entity } : {}) },
      select: { id: true, entity: true },
    });
    const entities = new Map(objects.map((one) => [one.id, one.entity]));
    // Ids begin with the time, and are in the index of each list.
    const bounds = [
      ...(before ? [{ id: { lt: before } }] : []),
      ...(from ? [{ id: { gte: firstIdAt(new Date(from)) } }] : []),
      ...(to ? [{ id: { lt: firstIdAt(new Date(to)) } }] : []),
    ];
    const rows = await ctx.db.syncChange.findMany({
      where: {
        objectId: { in: [...entities.keys()] },
        ...(recordId ? { recordId } : {}),
        ...(field ? { field } : {}),
        ...(way ? { direction: way } : {}),
        ...(decidedBy ? { decidedBy } : {}),
        AND: bounds,
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const runs = await ctx.db.syncRun.findMany({
      where: { id: { in: [...new Set(page.map(({ runId }) => runId))] } },
      select: { ...runSelect, objectId: true },
    });
    const mapped = await mappedIn(ctx, connectionId);
    return {
      items: await presentChanges(ctx, { connectionId, mapped, entities }, page),
      runs: runs.map(({ objectId, ...run }) => ({ ...presentRun(run), entity: entities.get(objectId) ?? "" })),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  },
});
