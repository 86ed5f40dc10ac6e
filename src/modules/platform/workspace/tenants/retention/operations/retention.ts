import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { deletableNouns } from "@/server/nouns/many";
import { recordsOf } from "@/server/nouns/records";
import { workspaceEvents } from "../../events";
import { archivedBefore } from "../rules";
import { countExpiredInput, expiredCounts, retention, setRetentionInput } from "../schema";

/** Days after which archived records of the workspace are deleted for good; null if they stay. */
export async function archiveDaysOf({ tenant, db }: Ctx): Promise<number | null> {
  const row = await db.tenant.findFirst({ where: { id: tenant.id }, select: { archiveDays: true } });
  return row?.archiveDays ?? null;
}

export const getRetention = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: retention,
  rest: { method: "GET", path: "/workspace/retention" },
  describe: "The number of days after which archived records are deleted for good; null if they stay.",
  run: async (ctx) => ({ days: await archiveDaysOf(ctx) }),
});

export const setRetention = platform.operation({
  kind: "mutation",
  permission: "workspace:manage",
  stepUp: ({ days }) => days !== null,
  staff: "never",
  input: setRetentionInput,
  output: retention,
  rest: { method: "POST", path: "/workspace/retention" },
  describe:
    "Sets after how many days archived records are deleted for good, with null never. A job deletes them at night; records that others need stay.",
  async run(ctx, { days }) {
    const before = await archiveDaysOf(ctx);
    if (before === days) {
      ctx.outcome.unchanged = true;
      return { days };
    }
    await ctx.db.tenant.update({ where: { id: ctx.tenant.id }, data: { archiveDays: days } });
    emit(ctx, workspaceEvents.retentionChanged, {
      id: ctx.tenant.id,
      before: { archiveDays: before },
      after: { archiveDays: days },
      data: {},
    });
    return { days };
  },
});

export const countExpired = platform.operation({
  kind: "query",
  permission: "workspace:manage",
  input: countExpiredInput,
  output: expiredCounts,
  describe: "How many archived records of each kind would be deleted if archived records stayed for so many days.",
  async run(ctx, { days }) {
    const archivedAt = { lt: archivedBefore(new Date(), days) };
    const counts = await Promise.all(
      deletableNouns().map(async ({ runtime: { noun } }) => ({
        entity: noun.entity,
        count: await recordsOf(ctx, noun.entity).count({ where: { archivedAt } }),
      })),
    );
    return { counts: counts.filter(({ count }) => count > 0) };
  },
});
