import "server-only";
import { knownProvider, usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import type { RemoteField } from "@/server/sync/provider";
import { type Counts, noCounts } from "../rules";
import { ofConnection, type SyncObject, type SyncRunView, syncObjects } from "../schema";

export const runSelect = {
  id: true,
  kind: true,
  phase: true,
  counts: true,
  calls: true,
  read: true,
  total: true,
  failure: true,
  startedAt: true,
  endedAt: true,
  mappingVersion: true,
} satisfies Prisma.SyncRunSelect;
type RunRow = Prisma.SyncRunGetPayload<{ select: typeof runSelect }>;

export const presentRun = ({ mappingVersion: _version, counts, kind, ...run }: RunRow): SyncRunView => ({
  ...run,
  kind: kind as SyncRunView["kind"],
  counts: { ...noCounts, ...(counts as Partial<Counts>) },
  startedAt: run.startedAt.toISOString(),
  endedAt: isoOf(run.endedAt),
});

/** A rehearsal counts for a day. */
export const rehearsalMs = 86_400_000;

const select = {
  id: true,
  connectionId: true,
  entity: true,
  direction: true,
  createsHere: true,
  createsThere: true,
  fillsEmpty: true,
  deletedThere: true,
  deletedHere: true,
  state: true,
  failure: true,
  nextRunAt: true,
  ranAt: true,
  described: true,
  rehearsedVersion: true,
  rehearsedAt: true,
  mappingVersion: true,
  version: true,
  fields: { select: { direction: true, remote: true } },
  runs: { orderBy: { id: "desc" }, take: 10, select: runSelect },
} satisfies Prisma.SyncObjectSelect;
type Row = Prisma.SyncObjectGetPayload<{ select: typeof select }>;

/** The kinds of record of a connection as screens show them, in their order; empty until its service was described. */
export async function objectsOf(ctx: Ctx, connectionId: string): Promise<SyncObject[]> {
  const connection = await ctx.db.connection.findFirst({ where: { id: connectionId }, select: { provider: true } });
  const provider = connection && knownProvider(connection.provider);
  if (!provider) throw notFound("integration");
  const rows = await ctx.db.syncObject.findMany({ where: { connectionId }, select });
  const ids = rows.map(({ id }) => id);
  const linked = await ctx.db.syncLink.groupBy({
    by: ["objectId"],
    where: { objectId: { in: ids }, state: "linked", externalId: { not: null } },
    _count: true,
  });
  const problems = await ctx.db.syncProblem.groupBy({
    by: ["objectId", "code"],
    where: { objectId: { in: ids }, state: "open" },
    _count: true,
  });
  return provider.objects.flatMap(({ entity, labels }) => {
    const row = rows.find((one) => one.entity === entity);
    if (!row) return [];
    const own = problems.filter(({ objectId }) => objectId === row.id);
    const conflicts = own.find(({ code }) => code === "conflict")?._count ?? 0;
    const all = own.reduce((sum, one) => sum + one._count, 0);
    const inSync = linked.find(({ objectId }) => objectId === row.id)?._count ?? 0;
    return [presentObject(row, { labels, inSync, conflicts, problems: all - conflicts })];
  });
}

function presentObject(row: Row, more: Pick<SyncObject, "labels" | "inSync" | "conflicts" | "problems">): SyncObject {
  const { runs, fields, described, rehearsedVersion, rehearsedAt, ...object } = row;
  const isFresh = rehearsedVersion === row.mappingVersion && Date.now() - (rehearsedAt?.getTime() ?? 0) < rehearsalMs;
  const rehearsed = runs.find(
    ({ kind, mappingVersion }) => kind === "rehearsal" && mappingVersion === rehearsedVersion,
  );
  const [last] = runs;
  return {
    ...object,
    ...more,
    direction: object.direction as SyncObject["direction"],
    state: object.state as SyncObject["state"],
    deletedThere: object.deletedThere as SyncObject["deletedThere"],
    deletedHere: object.deletedHere as SyncObject["deletedHere"],
    nextRunAt: isoOf(object.nextRunAt),
    ranAt: isoOf(object.ranAt),
    fields: {
      on: fields.filter(({ direction }) => direction !== "off").length,
      all: fields.length,
      theirs: (described as unknown as RemoteField[]).length,
    },
    rehearsal: isFresh && rehearsed ? presentRun(rehearsed) : null,
    run: last ? presentRun(last) : null,
  };
}

export const listSyncObjects = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [{ scope: usedConnectionScope, ids: (input) => [input.connectionId] }],
  input: ofConnection,
  output: syncObjects,
  rest: { method: "GET", path: "/connections/{connectionId}/objects" },
  describe: "The kinds of record of a connection: their settings, how far they are, and what waits for a person.",
  run: (ctx, { connectionId }) => objectsOf(ctx, connectionId),
});
