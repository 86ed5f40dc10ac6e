import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import { requireProvider, usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { addCounts, type Counts, noCounts } from "../rules";
import { ofConnection, startSyncInput, syncObjects } from "../schema";
import { objectsOf, rehearsalMs } from "./list-objects";

/** Creating more than this in the other system needs the number from a person. */
const typedFrom = 500;

/** The service of a connection that works. Refuses one that is paused or has to be connected again. */
export async function providerIn(ctx: Ctx, connectionId: string) {
  const row = await ctx.db.connection.findFirst({
    where: { id: connectionId },
    select: { provider: true, grant: true, pausedAt: true },
  });
  if (!row) throw notFound("integration");
  const provider = requireProvider(ctx, row.provider);
  if (row.grant !== "connected") throw new AppError("CONFLICT", `Connect ${provider.label} again first.`);
  if (row.pausedAt) throw new AppError("CONFLICT", `${provider.label} is paused. Resume it first.`);
  return provider;
}

const onConnection = { scope: usedConnectionScope, ids: (input: { connectionId: string }) => [input.connectionId] };

export const rehearseSync = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: ofConnection,
  output: syncObjects,
  rest: { method: "POST", path: "/connections/{connectionId}/rehearsals" },
  describe: "Finds out what a first run would do: everything is read, and nothing is written on either side.",
  async run(ctx, { connectionId }) {
    const provider = await providerIn(ctx, connectionId);
    const { count } = await ctx.db.syncObject.updateMany({
      where: { connectionId, state: { in: ["draft", "rehearsed"] } },
      data: { state: "rehearsing", failure: null, nextRunAt: new Date(), version: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "There is nothing to rehearse: the sync has begun.");
    emit(ctx, connectionEvents.rehearsalAsked, { id: connectionId, data: { provider: provider.key } });
    return await objectsOf(ctx, connectionId);
  },
});

const notRehearsed = () =>
  new AppError(
    "CONFLICT",
    `Rehearse again: the last rehearsal is older than ${rehearsalMs / 3_600_000} hours, or a field has changed since.`,
  );

export const startSync = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: startSyncInput,
  output: syncObjects,
  rest: { method: "POST", path: "/connections/{connectionId}/start" },
  describe: `Begins the first run as it was rehearsed. \`createdThere\` is the number of records that it creates in the other system; from ${typedFrom} on it must be exact.`,
  async run(ctx, { connectionId, createdThere }) {
    const provider = await providerIn(ctx, connectionId);
    const objects = await objectsOf(ctx, connectionId);
    const ready = objects.filter(({ state }) => ["draft", "rehearsing", "rehearsed"].includes(state));
    // Records of one kind point to those of others: all of them start together.
    const isReady = ready.length > 0 && ready.every((one) => one.state === "rehearsed" && one.rehearsal !== null);
    if (!isReady) throw notRehearsed();
    const sum = ready.reduce<Counts>((all, { rehearsal: run }) => addCounts(all, run?.counts ?? {}), { ...noCounts });
    if (sum.createdThere > typedFrom && createdThere !== sum.createdThere)
      throw new AppError(
        "CONFLICT",
        `This creates ${sum.createdThere} records in ${provider.label}. Type this number to start.`,
        {
          createdThere: sum.createdThere,
        },
      );
    const { count } = await ctx.db.syncObject.updateMany({
      where: { connectionId, state: "rehearsed" },
      data: { state: "first", failure: null, failures: 0, nextRunAt: new Date(), version: { increment: 1 } },
    });
    // Somebody else started it meanwhile.
    if (count === 0) throw notRehearsed();
    const { createdHere, linked } = sum;
    const data = { provider: provider.key, createdHere, createdThere: sum.createdThere, linked };
    emit(ctx, connectionEvents.syncStarted, { id: connectionId, data });
    return await objectsOf(ctx, connectionId);
  },
});

export const runSyncNow = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: ofConnection,
  output: syncObjects,
  rest: { method: "POST", path: "/connections/{connectionId}/run" },
  describe: "Looks for changes on both sides now, and goes on where a run had stopped.",
  async run(ctx, { connectionId }) {
    const provider = await providerIn(ctx, connectionId);
    const now = new Date();
    const stopped = await ctx.db.syncObject.findMany({
      where: { connectionId, state: "paused" },
      select: { id: true, pausedState: true },
    });
    for (const { id, pausedState } of stopped)
      await ctx.db.syncObject.updateMany({
        where: { id, state: "paused" },
        data: { state: pausedState ?? "live", pausedState: null, pausedFor: null, failure: null, failures: 0 },
      });
    await ctx.db.syncObject.updateMany({
      where: { connectionId, state: { in: ["first", "live", "failing"] } },
      data: { nextRunAt: now },
    });
    emit(ctx, connectionEvents.runAsked, { id: connectionId, data: { provider: provider.key } });
    return await objectsOf(ctx, connectionId);
  },
});

/** So long after its start a first run can be undone. */
const undoDays = 30;

export const undoFirstSync = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: ofConnection,
  output: syncObjects,
  rest: { method: "POST", path: "/connections/{connectionId}/undo" },
  describe: `Undoes the first run, for ${undoDays} days: what it created is archived on both sides, and what it changed here is as before, unless somebody changed it since.`,
  async run(ctx, { connectionId }) {
    const provider = await providerIn(ctx, connectionId);
    const since = new Date(Date.now() - undoDays * 86_400_000);
    const runs = await ctx.db.syncRun.findMany({
      where: { object: { connectionId }, kind: "first", startedAt: { gte: since } },
      select: { objectId: true },
    });
    const { count } = await ctx.db.syncObject.updateMany({
      where: {
        id: { in: runs.map(({ objectId }) => objectId) },
        state: { in: ["first", "live", "failing", "paused"] },
        leasedUntil: null,
      },
      data: { state: "undoing", failure: null, failures: 0, nextRunAt: new Date(), version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError(
        "CONFLICT",
        `There is no first run of the last ${undoDays} days to undo, or one is at work. Pause it first.`,
      );
    const records = await ctx.db.syncLink.count({ where: { object: { connectionId, state: "undoing" } } });
    emit(ctx, connectionEvents.syncUndone, { id: connectionId, data: { provider: provider.key, records } });
    return await objectsOf(ctx, connectionId);
  },
});
