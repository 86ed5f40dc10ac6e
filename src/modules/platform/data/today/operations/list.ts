import "server-only";
import { capped, maxCounted } from "@/lib/list-filter";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { cursorBehind, type PageEnd, pageFrom, readPageCursor } from "@/server/page-cursor";
import { peopleSql } from "@/server/team-mates";
import { dueSql, type ItemRow, presentItem, rowsSql } from "../row";
import { type AgendaScope, type AgendaSection, agendaSections } from "../rules";
import { todayCounts, todayCountsInput, todayInput, todayPage } from "../schema";
import { type Reader, readerOf, sourcesOf, spanOf } from "../scope";

export const listToday = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: todayInput,
  output: todayPage,
  rest: { method: "GET", path: "/today" },
  describe:
    "Your items that are overdue, due today or in the next seven days, or done today, by the days of your time zone, the earliest first: activities and tasks that are assigned to you or also name you, and the close dates and written next steps of your records.",
  async run(ctx, { scope = "mine", section, cursor, limit = 50 }) {
    const after = readPageCursor(cursor);
    const reader = readerOf(ctx, new Date());
    const found = await itemsOf(ctx, reader, { scope, section, after, take: limit + 1 });
    const page = pageFrom(found, limit, cursorBehind);
    const sources = sourcesOf(ctx);
    return { ...page, rows: page.rows.map((row) => presentItem(ctx, sources, row)) };
  },
});

interface ItemsQuery {
  scope: AgendaScope;
  section: AgendaSection;
  after: PageEnd | null;
  take: number;
}

async function itemsOf(ctx: Ctx, reader: Reader, query: ItemsQuery): Promise<ItemRow[]> {
  const { scope, section, after, take } = query;
  const sources = sourcesOf(ctx);
  const page = { span: spanOf(section, reader), memberId: reader.memberId, after, take };
  const due = dueSql(ctx, section, sources, page);
  if (due === null) return [];
  return await tenantSql<ItemRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ${peopleSql(ctx, reader.memberId, scope)},
      page as materialized (select * from (${due}) d order by d.at, d.id, d.part limit ${take})
      select p.part, p.id, p.at, r.*, m.name as "ownerName"
      from page p
      cross join lateral (${rowsSql(ctx, sources)}) r
      left join lateral (
        select x.name from members x where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = r."ownerId" limit 1
      ) m on true
      order by p.at, p.id, p.part`,
  );
}

export const countToday = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: todayCountsInput,
  output: todayCounts,
  rest: { method: "GET", path: "/today/counts" },
  describe:
    "The number of items in each section of your day, exact up to 1,000, with the day and the time zone that they are counted by.",
  async run(ctx, { scope = "mine" }) {
    const reader = readerOf(ctx, new Date());
    const counts = await countsOf(ctx, reader, scope);
    return { today: reader.today, timeZone: reader.zone, ...counts };
  },
});

async function countsOf(ctx: Ctx, reader: Reader, scope: AgendaScope) {
  const sources = sourcesOf(ctx);
  const counted = agendaSections.map((section) => {
    const page = { span: spanOf(section, reader), memberId: reader.memberId, after: null, take: maxCounted + 1 };
    const due = dueSql(ctx, section, sources, page) ?? Prisma.sql`select null where false`;
    return Prisma.sql`(select count(*)::int from (select 1 from (${due}) d limit ${maxCounted + 1}) c) as ${Prisma.raw(section)}`;
  });
  const [row] = await tenantSql<Record<AgendaSection, number>>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`with recursive ${peopleSql(ctx, reader.memberId, scope)} select ${Prisma.join(counted, ", ")}`,
  );
  const countOf = (section: AgendaSection) => capped(row?.[section] ?? 0);
  return { overdue: countOf("overdue"), due: countOf("today"), next7: countOf("next7"), done: countOf("done") };
}
