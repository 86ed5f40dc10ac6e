import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { cursorBehind, type PageEnd, pageFrom, readPageCursor } from "@/server/page-cursor";
import { type NotificationRow, presentAll } from "../row";
import { answered, type InboxView, type NotificationType } from "../rules";
import { countsOutput, listNotificationsInput, notificationPage } from "../schema";
import { inboxOf } from "../scope";

/** Older ones than these of a view are not looked at. */
const horizon = 5_000;
const maxShown = 5;
const maxIds = 500;

interface GroupRow {
  key: string;
  /** An unread mention: it stands before all others. */
  first: boolean;
  /** By which the groups are in order. */
  place: Date;
  shownFrom: Date;
  id: string;
  doneAt: Date | null;
  count: number;
  unread: number;
  records: number;
  ids: string[];
}

export const listNotifications = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: listNotificationsInput,
  output: notificationPage,
  rest: { method: "GET", path: "/notifications" },
  describe:
    "Your notifications in groups: one for each mention, for each record, or for a bulk action; unread mentions first, then the newest. With `since` all of what happened since then, whether it waits in the inbox or not.",
  async run(ctx, { show = "inbox", since, type, cursor, limit = 30 }) {
    const before = readPageCursor(cursor);
    const found = await groupsOf(ctx, { show, since, type, before, take: limit + 1 });
    const { rows: groups, nextCursor } = pageFrom(found, limit, ({ place: at, id, first }) =>
      cursorBehind({ at, id, ...(first ? { part: answered } : {}) }),
    );
    const shown = await itemsOf(ctx, groups);
    const items = new Map((await presentAll(ctx, shown)).map((item) => [item.id, item]));
    const now = Date.now();
    return {
      rows: groups.map(({ key, count, unread, records, ids, doneAt, shownFrom }) => ({
        key: tokenHash(key),
        items: ids.slice(0, maxShown).flatMap((id) => items.get(id) ?? []),
        count,
        unread,
        records,
        ids,
        snoozedUntil: shownFrom.getTime() > now ? shownFrom.toISOString() : null,
        done: doneAt !== null,
      })),
      nextCursor,
    };
  },
});

/** Which notifications a view holds. */
function inView(show: InboxView): Prisma.Sql {
  if (show === "done") return Prisma.sql`n.done_at is not null`;
  if (show === "snoozed") return Prisma.sql`n.done_at is null and n.shown_from > now()`;
  const waiting = Prisma.sql`n.done_at is null and n.shown_from <= now()`;
  return show === "unread" ? Prisma.sql`${waiting} and n.read_at is null` : waiting;
}

interface GroupsQuery {
  show: InboxView;
  since: string | undefined;
  type: NotificationType | undefined;
  before: PageEnd | null;
  take: number;
}

async function groupsOf(ctx: Ctx, { show, since, type, before, take }: GroupsQuery): Promise<GroupRow[]> {
  const ofType = type === undefined ? Prisma.empty : Prisma.sql`and n.type = ${type}`;
  // Nothing is shown before it happened, so the index by place ends there.
  const wanted = since
    ? Prisma.sql`n.at >= ${since}::timestamptz and n.shown_from >= ${since}::timestamptz`
    : inView(show);
  const place = since ? Prisma.sql`n.at` : Prisma.sql`n.shown_from`;
  const after =
    before === null
      ? Prisma.empty
      : Prisma.sql`where (h.first, h.place, h.id)
          < (${before.part === answered}::boolean, ${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`;
  // Done and snoozed ones are in the order of time.
  const isFirst =
    since || show === "inbox" || show === "unread"
      ? Prisma.sql`(n.type = ${answered} and n.read_at is null and n.done_at is null)`
      : Prisma.sql`false`;
  return await tenantSql<GroupRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with mine as (
        select n.id, n.group_key, ${isFirst} as first, ${place} as place, n.shown_from, n.done_at, n.read_at, n.record_id
        from notifications n
        where n.tenant_id = ${ctx.tenant.id}::uuid and n.member_id = ${inboxOf(ctx)}::uuid and ${wanted} ${ofType}
        order by n.shown_from desc, n.id desc limit ${horizon}
      ),
      heads as (
        select distinct on (group_key) group_key, first, place, shown_from, id, done_at from mine
        order by group_key, place desc, id desc
      ),
      page as (select * from heads h ${after} order by h.first desc, h.place desc, h.id desc limit ${take})
      select p.group_key as key, p.first, p.place, p.shown_from as "shownFrom", p.id, p.done_at as "doneAt", count(*)::int as count,
             (count(*) filter (where m.read_at is null))::int as unread, count(distinct m.record_id)::int as records,
             (array_agg(m.id order by m.place desc, m.id desc))[1:${Prisma.raw(String(maxIds))}] as ids
      from page p join mine m on m.group_key = p.group_key
      group by p.group_key, p.first, p.place, p.shown_from, p.id, p.done_at
      order by p.first desc, p.place desc, p.id desc`,
  );
}

/** The newest of each group, with what their events say. */
async function itemsOf(ctx: Ctx, groups: readonly GroupRow[]): Promise<NotificationRow[]> {
  const rows = await ctx.db.notification.findMany({
    where: { id: { in: groups.flatMap(({ ids }) => ids.slice(0, maxShown)) } },
    select: {
      id: true,
      type: true,
      actorId: true,
      actor: { select: { name: true } },
      at: true,
      readAt: true,
      entity: true,
      recordId: true,
      reason: true,
      event: { select: { name: true, data: true } },
    },
  });
  return rows.map(({ actor, type, ...row }) => ({
    ...row,
    type: type as NotificationType,
    actorName: actor?.name ?? null,
  }));
}

export const countNotifications = platform.operation({
  kind: "query",
  permission: "notification:view",
  staff: "never",
  input: z.object({}),
  output: countsOutput,
  rest: { method: "GET", path: "/notifications/count" },
  describe: "The number of groups in your inbox with unread notifications, and when the next snoozed one returns.",
  async run(ctx) {
    const [row] = await tenantSql<{ unread: number; nextAt: Date | null }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select (count(distinct n.group_key) filter (where n.shown_from <= now() and n.read_at is null))::int as unread,
               min(n.shown_from) filter (where n.shown_from > now()) as "nextAt"
        from notifications n
        where n.tenant_id = ${ctx.tenant.id}::uuid and n.member_id = ${inboxOf(ctx)}::uuid and n.done_at is null`,
    );
    return { unread: row?.unread ?? 0, nextAt: row?.nextAt?.toISOString() ?? null };
  },
});
