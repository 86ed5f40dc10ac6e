import "server-only";
import { z } from "zod";
import { maxCounted } from "@/lib/list-filter";
import { countText } from "@/modules/platform/history/notifications/digests/rules";
import { recordPath } from "@/modules/platform/history/notifications/rules";
import { workspaceEvents } from "@/modules/platform/workspace/tenants/events";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { DigestPart } from "@/server/digest";
import { emit } from "@/server/events";
import { cursorBehind, pageFrom, readPageCursor } from "@/server/page-cursor";
import { lifecycleStages } from "../../contacts/fields";
import { crm } from "../../module";
import { anyPlannedSql, dayStartOf, type FollowUpRow, followUpSql, presentFollowUp, shownSql } from "./row";
import { followUpText, sellingStages } from "./rules";
import { followUpCount, followUpCountInput, followUpPage, followUpSettings, followUpsInput } from "./schema";

export const listFollowUps = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: followUpsInput,
  output: followUpPage,
  rest: { method: "GET", path: "/follow-ups" },
  describe:
    "Open opportunities and contacts that you sell to without a next step that somebody owns and whose day is not over, each with the reason; those that wait for the longest time first.",
  async run(ctx, { scope = "mine", entity, reason, cursor, limit = 50 }) {
    const after = readPageCursor(cursor);
    const now = new Date();
    const today = dayStartOf(ctx, now);
    const { people, found } = followUpSql(ctx, { scope, entity, reason, after, take: limit + 1, today, now });
    const rows = await tenantSql<FollowUpRow>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        with recursive ${people},
        page as materialized (select * from (${found}) f order by f.since, f.id limit ${limit + 1})
        select p.*, r.* from page p cross join lateral (${shownSql(ctx)}) r order by p.since, p.id`,
    );
    const page = pageFrom(rows, limit, ({ since: at, id }) => cursorBehind({ at, id }));
    return {
      items: page.rows.map((row) => presentFollowUp(ctx, row)),
      timeZone: today.zone,
      nextCursor: page.nextCursor,
    };
  },
});

export const countFollowUps = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: followUpCountInput,
  output: followUpCount,
  rest: { method: "GET", path: "/follow-ups/count" },
  describe: "The number of records on the follow-up list, exact up to 1,000.",
  async run(ctx, { scope = "mine", entity, reason }) {
    const now = new Date();
    const { people, found } = followUpSql(ctx, { scope, entity, reason, today: dayStartOf(ctx, now), now });
    const [row] = await tenantSql<{ count: number; anyPlanned: boolean }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`with recursive ${people} select
        (select count(*)::int from (select 1 from (${found}) f limit ${maxCounted + 1}) c) as count,
        ${anyPlannedSql(ctx, { scope, entity })} as "anyPlanned"`,
    );
    const count = row?.count ?? 0;
    return { total: Math.min(count, maxCounted), capped: count > maxCounted, anyPlanned: row?.anyPlanned ?? false };
  },
});

/** The records of a member without a next step, in their morning digest. */
export const followUpDigest: DigestPart = async (ctx, { now, zone, mostLines }) => {
  if (!ctx.can("opportunity:view")) return [];
  const { total, capped } = await countFollowUps(ctx, {});
  if (total === 0) return [];
  const { items } = await listFollowUps(ctx, { limit: mostLines });
  const { locale } = ctx.tenant;
  return [
    {
      title: "To follow up",
      summary: `${countText(total, capped, locale)} to follow up`,
      lines: items.map((item) => ({
        text: item.name,
        note: [followUpText(item, now, { locale, timeZone: zone }), item.account?.name].filter(Boolean).join(" · "),
        path: recordPath(item.entity, item.id),
      })),
      count: total,
      isMore: capped,
      path: "/follow-ups",
    },
  ];
};

/** The lifecycle stages whose contacts are followed up, in the order of the stages. */
async function settingsOf(ctx: Ctx): Promise<z.output<typeof followUpSettings>> {
  const row = await ctx.db.followUpSetting.findFirst({ select: { lifecycles: true } });
  return followUpSettings.parse({ lifecycles: row?.lifecycles ?? sellingStages });
}

export const getFollowUpSettings = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: z.object({}),
  output: followUpSettings,
  rest: { method: "GET", path: "/follow-ups/settings" },
  describe: "The lifecycle stages of contacts that the follow-up list has.",
  run: (ctx) => settingsOf(ctx),
});

export const setFollowUpSettings = crm.operation({
  kind: "mutation",
  permission: "pipeline:manage",
  input: followUpSettings,
  output: followUpSettings,
  rest: { method: "POST", path: "/follow-ups/settings" },
  describe: "Sets which contacts the follow-up list has, by their lifecycle stages; without any it has none.",
  async run(ctx, { lifecycles }) {
    const before = await settingsOf(ctx);
    const after = lifecycleStages.flatMap(({ value }) => (lifecycles.includes(value) ? [value] : []));
    if (before.lifecycles.join() === after.join()) {
      ctx.outcome.unchanged = true;
      return before;
    }
    await ctx.db.followUpSetting.deleteMany({});
    await ctx.db.followUpSetting.create({ data: { lifecycles: after } });
    emit(ctx, workspaceEvents.followUpsChanged, {
      id: ctx.tenant.id,
      before: { lifecycles: before.lifecycles },
      after: { lifecycles: after },
      data: {},
    });
    return { lifecycles: after };
  },
});
