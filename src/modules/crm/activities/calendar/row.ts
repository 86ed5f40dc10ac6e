import "server-only";
import { mostDays, type Span } from "@/lib/calendar-days";
import { daysBetween } from "@/lib/recurrence/occurrences";
import { laterDay, timesAt } from "@/lib/recurrence/schedule";
import { dayLater, localDay } from "@/lib/working-time";
import type { MemberReference } from "@/lib/zod";
import { memberOf } from "@/server/actor";
import { dayOf, isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { readable } from "@/server/readable";
import { visibleWhere } from "@/server/seen-through";
import { ruleOf } from "@/server/series/kind";
import { peopleSql } from "@/server/team-mates";
import { whereSql } from "@/server/where-sql";
import { activityOperations } from "../operations/all";
import { longestActivity } from "../rules";
import { instantsOf, mostOfTeams, mostSeries, mostShown, type Placed } from "./rules";
import type { CalendarActivity, CalendarPeople, UpcomingActivity } from "./schema";

const minuteMs = 60_000;
/** Few activities take longer, in minutes: `activities_long_idx` holds those, so that a span does not read the month before it. */
const usualActivity = 24 * 60;
/** A due day is stored as its noon in the zone of the workspace, and no two zones are further apart than this. */
const farthestZone = 26 * 60 * minuteMs;

/** The columns of an activity in a calendar. */
export interface CalendarRow extends Placed, Owner {
  id: string;
  version: number;
  name: string;
  kind: CalendarActivity["kind"];
  status: CalendarActivity["status"];
  endsAt: Date | null;
  duration: number | null;
  repeats: string | null;
}

/** The members whose calendars are shown: oneself, everybody in one's teams and those below, or those with these ids. */
export async function memberIdsOf(ctx: Ctx, people: CalendarPeople): Promise<string[]> {
  if (Array.isArray(people)) return [...new Set(people)];
  const self = memberOf(ctx.actor);
  const mine = self === null ? [] : [self];
  if (people === "mine" || self === null) return mine;
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`with recursive ${peopleSql(ctx, self, people)} select id from people order by id limit ${mostOfTeams}`,
  );
  return [...new Set([...mine, ...rows.map(({ id }) => id)])];
}

const visible = (ctx: Ctx) =>
  whereSql({ ...activityOperations.table.list.table, alias: "a" }, visibleWhere(ctx, "activity"));

/**
 * The activities of these people in a span that the actor sees, the first ones by time, and one more than fit into an
 * answer: as an assignee, or as one of the colleagues.
 */
export async function activitiesIn(ctx: Ctx, span: Span, zone: string, memberIds: string[]): Promise<CalendarRow[]> {
  const { start, end } = instantsOf(span, zone);
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const [earliest, soonest] = [longestActivity, usualActivity].map(
    (minutes) => new Date(start.getTime() - minutes * minuteMs),
  );
  const latest = new Date(end.getTime() + farthestZone);
  const inSpan = Prisma.sql`a.tenant_id = ${tenant} and a.archived_at is null
    and case
      when a.starts_at is not null then a.starts_at < ${end}::timestamptz
        and greatest(a.ends_at, a.starts_at + interval '1 millisecond') > ${start}::timestamptz
      when a.completed_at is not null then a.completed_at >= ${start}::timestamptz and a.completed_at < ${end}::timestamptz
      else a.due_on between ${span.from}::date and ${span.until}::date
    end
    and ${visible(ctx)}`;
  const usual = Prisma.sql`a.at >= ${soonest}::timestamptz and a.at < ${latest}::timestamptz`;
  const long = Prisma.sql`a.at >= ${earliest}::timestamptz and a.at < ${soonest}::timestamptz and a.duration > ${Prisma.raw(String(usualActivity))}`;
  const columns = Prisma.sql`a.id, a.version, a.name, a.kind, a.status, a.at, a.starts_at, a.ends_at, a.due_on,
    a.completed_at, a.duration, a.repeats, a.owner_id`;
  const first = Prisma.sql`order by a.at, a.id limit ${mostShown + 1}`;
  return await tenantSql<CalendarRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with found as (
        (select ${columns} from activities a
          where a.owner_id = any(${memberIds}::uuid[]) and ${usual} and ${inSpan} ${first})
        union
        (select ${columns} from activities a
          where a.owner_id = any(${memberIds}::uuid[]) and ${long} and ${inSpan} ${first})
        union
        (select ${columns} from record_keys k join activities a on a.tenant_id = k.tenant_id and a.id = k.record_id
          where k.tenant_id = ${tenant} and k.entity = 'activity' and k.field = 'participants'
            and k.key = any(${memberIds}::text[]) and a.at >= ${earliest}::timestamptz and a.at < ${latest}::timestamptz
            and ${inSpan} ${first})
      )
      select a.id, a.version, a.name, a.kind, a.status, a.starts_at as "startsAt", a.ends_at as "endsAt",
        a.due_on as "dueOn", a.completed_at as "completedAt", a.duration, a.repeats, ${ownerColumns}
      from found a ${ownerJoin(ctx, Prisma.sql`a.owner_id`)}
      ${first}`,
  );
}

const ownerColumns = Prisma.sql`m.id as "ownerId", m.name as "ownerName",
  coalesce(m.status = 'placeholder', false) as "isPlaceholder",
  coalesce(m.status = 'removed', false) as "isRemoved"`;

const ownerJoin = (ctx: Ctx, key: Prisma.Sql) => Prisma.sql`
  left join lateral (
    select x.id, x.name, x.status from members x where x.tenant_id = ${ctx.tenant.id}::uuid and x.id = ${key} limit 1
  ) m on true`;

interface SeriesRow extends Owner {
  id: string;
  name: string;
  kind: CalendarActivity["kind"];
  duration: number | null;
  rule: unknown;
  zone: string;
  startOn: Date;
  minute: number | null;
  lastOn: Date;
}

/** The activities that series of these people will make in a span, as far as the actor sees the latest one of each. */
export async function upcomingIn(ctx: Ctx, span: Span, zone: string, memberIds: string[]): Promise<UpcomingActivity[]> {
  const rows = await tenantSql<SeriesRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select a.id, s.values->>'name' as name, s.values->>'kind' as kind, (s.values->>'duration')::int as duration,
        s.rule, s.zone, s.start_on as "startOn", s.minute, s.last_on as "lastOn", ${ownerColumns}
      from activity_series s
      join activities a on a.tenant_id = s.tenant_id and a.id = s.latest_id
      ${ownerJoin(ctx, Prisma.sql`(s.values->>'ownerId')::uuid`)}
      where s.tenant_id = ${ctx.tenant.id}::uuid and s.next_at is not null and s.last_on < ${span.until}::date
        and s.values->>'ownerId' = any(${memberIds}::text[]) and ${visible(ctx)}
      order by s.next_at, s.id limit ${mostSeries}`,
  );
  const isOwnerShown = readable(ctx, "activity").has("owner");
  const shown: SeriesRow[] = isOwnerShown ? rows : rows.map((row) => ({ ...row, ownerId: null }));
  return shown.flatMap((row) => occurrencesOf(row, span, zone));
}

/** The next occurrences of a series in a span; the day of one at a set time may differ between two zones. */
function occurrencesOf({ rule, ...row }: SeriesRow, { from, until }: Span, zone: string): UpcomingActivity[] {
  const after = dayLater(localDay(row.lastOn, "UTC"), 1);
  const first = laterDay(after, dayLater(from, -1));
  const { start, end } = instantsOf({ from, until }, zone);
  return daysBetween(ruleOf(rule), localDay(row.startOn, "UTC"), [first, dayLater(until, 1)], mostDays + 2).flatMap(
    (day) => {
      const { startsAt, dueOn } = timesAt({ day, minute: row.minute }, row.zone);
      const isIn = startsAt === null ? day >= from && day <= until : startsAt >= start && startsAt < end;
      if (!isIn) return [];
      const { id, name, kind, duration } = row;
      return [{ id, name, kind, duration, startsAt: isoOf(startsAt), dueOn: dayOf(dueOn), owner: ownerIn(row) }];
    },
  );
}

interface Owner {
  ownerId: string | null;
  ownerName: string | null;
  isPlaceholder: boolean;
  isRemoved: boolean;
}

/** The assignee of a row; null for nobody. */
export const ownerIn = ({ ownerId, ownerName, isPlaceholder, isRemoved }: Owner): MemberReference | null =>
  ownerId === null
    ? null
    : {
        ...{ id: ownerId, name: ownerName ?? "", placeholder: isPlaceholder },
        ...(isRemoved ? { removed: true } : {}),
      };
