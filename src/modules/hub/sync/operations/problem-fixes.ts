import "server-only";
import type { z } from "zod";
import { connectionEvents } from "@/modules/hub/connections/events";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { syncEvents } from "../events";
import {
  chooseLinkInput,
  pairOptionInput,
  problemsDone,
  problemsInput,
  resolveConflictInput,
  resolveConflictsInput,
} from "../schema";
import { syncObjectScope } from "../scope";
import { connectionProvider } from "./connection-provider";
import { addHints } from "./hints";

const onConnection = { scope: usedConnectionScope, ids: (input: { connectionId: string }) => [input.connectionId] };

/** The condition of chosen problems. */
export const whereOf = ({ connectionId, problems }: z.output<typeof problemsInput>): Prisma.SyncProblemWhereInput =>
  "ids" in problems
    ? { object: { connectionId }, id: { in: problems.ids } }
    : { object: { connectionId }, ...problems.group };

/** The objects of a connection work as soon as possible. */
export const wakeObjects = async ({ db }: Ctx, where: Prisma.SyncObjectWhereInput): Promise<void> => {
  const data = { nextRunAt: new Date() };
  await db.syncObject.updateMany({ where: { ...where, state: { in: ["live", "failing", "first"] } }, data });
};

export const retrySyncProblems = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: problemsInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/retry" },
  describe: "Tries some problems again now, or all of a group; ignored ones are open again.",
  async run(ctx, input) {
    const data = { nextTryAt: new Date(), state: "open", attempts: 1 };
    const { count } = await ctx.db.syncProblem.updateMany({ where: whereOf(input), data });
    await ctx.db.syncLink.updateMany({
      where: { state: "held", ...(await heldOf(ctx, input)) },
      data: { state: "linked", writes: {} },
    });
    await noteTried(ctx, input.connectionId, count);
    return { count };
  },
});

/** The links that these problems hold. */
async function heldOf(ctx: Ctx, input: z.output<typeof problemsInput>): Promise<Prisma.SyncLinkWhereInput> {
  const where = { ...whereOf(input), code: { in: ["keepsChanging", "twoHere", "refusedThere"] } };
  const rows = await ctx.db.syncProblem.findMany({ where, take: 1_000, select: { objectId: true, recordId: true } });
  const recordIds = rows.flatMap(({ recordId }) => recordId ?? []);
  return { objectId: { in: rows.map(({ objectId }) => objectId) }, recordId: { in: recordIds } };
}

async function noteTried(ctx: Ctx, connectionId: string, count: number): Promise<void> {
  const provider = await connectionProvider(ctx, connectionId);
  await wakeObjects(ctx, { connectionId });
  if (count === 0) ctx.outcome.unchanged = true;
  else emit(ctx, connectionEvents.problemsTried, { id: connectionId, data: { provider: provider.key, count } });
}

export const ignoreSyncProblems = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: problemsInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/ignore" },
  describe: "Leaves some problems as they are, or all of a group: they are not tried again until a value changes.",
  async run(ctx, input) {
    const data = { state: "ignored", nextTryAt: null };
    const { count } = await ctx.db.syncProblem.updateMany({ where: { ...whereOf(input), state: "open" }, data });
    const provider = await connectionProvider(ctx, input.connectionId);
    if (count === 0) ctx.outcome.unchanged = true;
    else
      emit(ctx, connectionEvents.problemsIgnored, { id: input.connectionId, data: { provider: provider.key, count } });
    return { count };
  },
});

async function problemOf(ctx: Ctx, connectionId: string, id: string) {
  const row = await ctx.db.syncProblem.findFirst({
    where: { id, object: { connectionId } },
    select: {
      id: true,
      code: true,
      objectId: true,
      externalId: true,
      ours: true,
      object: { select: { entity: true } },
    },
  });
  if (!row) throw notFound("problem");
  return row;
}

export const resolveSyncConflict = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: resolveConflictInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/{id}/resolve" },
  describe: "Keeps one of the two values of a conflict; the other one stays in the log.",
  async run(ctx, { connectionId, id, keep }) {
    const problem = await problemOf(ctx, connectionId, id);
    if (problem.code !== "conflict") throw new AppError("CONFLICT", "This is no conflict of two values.");
    await ctx.db.syncProblem.updateMany({ where: { id }, data: { state: keep, nextTryAt: new Date() } });
    const provider = await connectionProvider(ctx, connectionId);
    await wakeObjects(ctx, { id: problem.objectId });
    const data = { provider: provider.key, keep };
    emit(ctx, connectionEvents.problemResolved, { id: connectionId, data });
    return { count: 1 };
  },
});

export const resolveSyncConflicts = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: resolveConflictsInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/resolve" },
  describe: "Keeps the values of one side for some conflicts, or for all of one field; the others stay in the log.",
  async run(ctx, { keep, ...input }) {
    const where: Prisma.SyncProblemWhereInput = { AND: [whereOf(input), { code: "conflict" }] };
    const { count } = await ctx.db.syncProblem.updateMany({ where, data: { state: keep, nextTryAt: new Date() } });
    if (count === 0) throw new AppError("CONFLICT", "There is nothing to decide: it was settled meanwhile.");
    const provider = await connectionProvider(ctx, input.connectionId);
    await wakeObjects(ctx, { connectionId: input.connectionId });
    const data = { provider: provider.key, keep };
    emit(ctx, connectionEvents.problemResolved, { id: input.connectionId, data });
    return { count };
  },
});

export const chooseSyncLink = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: chooseLinkInput,
  output: problemsDone,
  rest: { method: "POST", path: "/connections/{connectionId}/problems/{id}/link" },
  describe: "Links the record of the other system to one of those here that it matches.",
  async run(ctx, { connectionId, id, recordId }) {
    const { objectId, externalId, code, ours } = await problemOf(ctx, connectionId, id);
    const candidates = Array.isArray(ours) ? ours.map(String) : [];
    if (code !== "twoHere" || externalId === null || recordId === null || !candidates.includes(recordId))
      throw invalid("recordId", "Choose one of the records that were found.");
    const taken = await ctx.db.syncLink.findFirst({
      where: { objectId, OR: [{ recordId }, { externalId }], state: { not: "unlinked" } },
      select: { id: true },
    });
    if (taken) throw new AppError("CONFLICT", "One of the two is linked already.");
    await ctx.db.syncLink.deleteMany({ where: { objectId, OR: [{ recordId }, { externalId }] } });
    const link = await ctx.db.syncLink.create({ data: { objectId, recordId, externalId }, select: { id: true } });
    await ctx.db.syncProblem.deleteMany({ where: { id } });
    const object = await ctx.db.syncObject.findFirstOrThrow({ where: { id: objectId }, select: { entity: true } });
    await addHints({ ctx, connectionId, object }, [{ key: `chosen ${link.id}`, externalId }]);
    const provider = await connectionProvider(ctx, connectionId);
    await wakeObjects(ctx, { id: objectId });
    emit(ctx, connectionEvents.problemResolved, { id: connectionId, data: { provider: provider.key, keep: "linked" } });
    return { count: 1 };
  },
});

export const pairSyncOption = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: { scope: syncObjectScope, ids: (input) => [input.objectId] },
  input: pairOptionInput,
  output: problemsDone,
  rest: { method: "POST", path: "/sync-objects/{objectId}/options" },
  describe: "Gives an option its partner in the other system, and tries again what waited for it.",
  async run(ctx, { objectId, field, ours, theirs }) {
    const row = await ctx.db.syncField.findFirst({
      where: { objectId, field },
      select: { options: true, object: { select: { entity: true, connectionId: true } } },
    });
    if (!row) throw notFound("field");
    const known = (row.options as unknown as { ours: string; theirs: string }[]).filter(
      (one) => one.ours !== ours || one.theirs !== theirs,
    );
    await ctx.db.syncField.updateMany({ where: { objectId, field }, data: { options: [...known, { ours, theirs }] } });
    const { count } = await ctx.db.syncProblem.updateMany({
      where: { objectId, field, code: "optionWithoutPartner" },
      data: { nextTryAt: new Date(), state: "open" },
    });
    const provider = await connectionProvider(ctx, row.object.connectionId);
    await wakeObjects(ctx, { id: objectId });
    emit(ctx, syncEvents.changed, {
      id: objectId,
      data: { provider: provider.key, entity: row.object.entity, fields: [field] },
    });
    return { count };
  },
});
