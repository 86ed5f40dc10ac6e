import "server-only";
import { localDay, momentOfDay } from "@/lib/working-time";
import { memberOf } from "@/server/actor";
import { dayOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { AppError } from "@/server/errors";
import { nextStepSql, seesAllSteps } from "@/server/nouns/next-step";
import { readable } from "@/server/readable";
import { readerZone } from "@/server/reader-zone";
import { mayView, shownReference } from "@/server/scope";
import { visibleWhere } from "@/server/seen-through";
import type { SqlTable } from "@/server/sql-table";
import { peopleSql } from "@/server/team-mates";
import { whereSql } from "@/server/where-sql";
import { accountOperations } from "../../accounts/operations";
import { contactOperations } from "../../contacts/operations";
import { opportunityOperations } from "../../opportunities/operations/all";
import { opportunityScope } from "../../opportunities/scope";
import {
  type DayStart,
  type FollowUpKind,
  type FollowUpReason,
  type FollowUpScope,
  followUpReasons,
  ownerReasons,
  sellingStages,
} from "./rules";
import type { FollowUp } from "./schema";

/**
 * A kind of record that is followed up: which of its rows, and when one was last touched, over an alias `t`. Written as
 * in the indexes; under row-level security PostgreSQL uses none of a coalesce.
 */
interface Followed {
  entity: FollowUpKind;
  table: SqlTable;
  wanted: Prisma.Sql;
  touched: Prisma.Sql;
  /** Its last activity, where it had one. */
  lastTouch: Prisma.Sql;
  /** By when it has to be followed up by a service level. */
  serviceDueAt: Prisma.Sql;
}

const followed = (ctx: Ctx): Followed[] => [
  {
    entity: "opportunity",
    table: opportunityOperations.table.list.table,
    wanted: Prisma.sql`t.status = 'open'`,
    touched: Prisma.sql`case when t.touched_at is null then t.created_at else t.touched_at end`,
    lastTouch: Prisma.sql`t.touched_at`,
    serviceDueAt: Prisma.sql`t.service_due_at`,
  },
  {
    entity: "contact",
    table: contactOperations.table.list.table,
    wanted: Prisma.sql`t.lifecycle = any(coalesce(
      (select f.lifecycles from follow_up_settings f where f.tenant_id = ${ctx.tenant.id}::uuid),
      ${[...sellingStages]}::text[]))`,
    touched: Prisma.sql`case when t.last_contacted_at is null then t.created_at else t.last_contacted_at end`,
    lastTouch: Prisma.sql`t.last_contacted_at`,
    serviceDueAt: Prisma.sql`null::timestamptz`,
  },
];

interface FollowUpQuery {
  scope: FollowUpScope;
  entity?: FollowUpKind | undefined;
  reason?: FollowUpReason | undefined;
  /** Only what comes after this one. */
  after?: { at: Date; id: string } | null;
  /** So many of a page; a count has none. */
  take?: number;
  today: DayStart;
  now: Date;
}

/** Today for a reader, as on the page Today. */
export function dayStartOf(ctx: Ctx, now: Date): DayStart {
  const zone = readerZone(ctx);
  const day = localDay(now, zone);
  return { day, at: momentOfDay(day, 0, zone), zone };
}

const nothing = Prisma.sql`select null::text as entity, null::uuid as id, null::text as reason, null::timestamptz as since where false`;

/**
 * The records that have no next step with an owner and a day that is not over, with the reason: the one truth of the list,
 * its counts, the start page and the digest. Selects (entity, id, reason, since); precede it by `with recursive`.
 */
export function followUpSql(ctx: Ctx, query: FollowUpQuery): { people: Prisma.Sql; found: Prisma.Sql } {
  const branches = kindsOf(ctx, query).map((one) => branchSql(ctx, one, query));
  const found = branches.length > 0 ? Prisma.join(branches, " union all ") : nothing;
  if (query.scope === "all") return { people: Prisma.sql`people as (select null::uuid as id)`, found };
  const self = memberOf(ctx.actor);
  if (self === null) throw new AppError("FORBIDDEN", "Your own follow-up list belongs to a member. Choose all.");
  return { people: peopleSql(ctx, self, query.scope), found };
}

const kindsOf = (ctx: Ctx, query: Pick<FollowUpQuery, "entity">): Followed[] =>
  followed(ctx).filter(({ entity }) => mayView(ctx, entity) && (query.entity ?? entity) === entity);

/** The rows of the members whose list it is; all rows for everybody's. */
const ofPeople = (scope: FollowUpScope): Prisma.Sql =>
  scope === "all" ? Prisma.empty : Prisma.sql`and t.owner_id in (select id from people)`;

/** Whether some record that is followed up has a next step with a day: an index answers it, also where none has. */
export function anyPlannedSql(ctx: Ctx, query: Pick<FollowUpQuery, "entity" | "scope">): Prisma.Sql {
  const planned = kindsOf(ctx, query).map(
    ({ entity, table, wanted }) => Prisma.sql`exists (
      select 1 from ${Prisma.raw(table.name)} t
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.archived_at is null and ${wanted} ${ofPeople(query.scope)}
        and ${nextStepSql(ctx, entity, "t").at} is not null and ${whereSql(table, visibleWhere(ctx, entity))})`,
  );
  return planned.length === 0 ? Prisma.sql`false` : Prisma.join(planned, " or ");
}

/** Rows of a kind that can be listed for these reasons, by a condition that an index answers, in the order of `since`. */
interface Part {
  reasons: readonly FollowUpReason[];
  where: Prisma.Sql;
  since: Prisma.Sql;
}

/**
 * A page of everybody's list takes the first rows of each part by its index; sorting all of them would read the whole
 * workspace. Those of some members are few, and so are the next steps whose owner cannot do them.
 */
function partsOf(ctx: Ctx, kind: Followed, { scope, take, today, now }: FollowUpQuery): Part[] {
  const { entity, touched, serviceDueAt } = kind;
  const step = nextStepSql(ctx, entity, "t");
  const since = Prisma.sql`case r.reason when 'overdue' then ${step.at} when 'serviceLevel' then ${serviceDueAt} else ${touched} end`;
  const isIndexed = take !== undefined && scope === "all" && seesAllSteps(ctx, entity);
  if (!isIndexed) return [{ reasons: followUpReasons, where: Prisma.sql`true`, since }];

  const owners = Object.values(ownerReasons);
  // A step of yesterday lies at the noon of the workspace: further east, today has begun before.
  const ended = Prisma.sql`t.next_at < ${today.at.toISOString()}::timestamptz + interval '1 day'`;
  return [
    { reasons: [...owners, "none", "undated"], where: Prisma.sql`t.next_at is null`, since: touched },
    { reasons: owners, where: Prisma.sql`t.next_at is not null and t.next_owner_id is null`, since: touched },
    {
      reasons: owners,
      where: Prisma.sql`t.next_at is not null and t.next_owner_id = any(array(
        select m.id from members m where m.tenant_id = ${ctx.tenant.id}::uuid and m.status in ('removed', 'placeholder')))`,
      since: touched,
    },
    { reasons: ["overdue"], where: ended, since: Prisma.sql`t.next_at` },
    {
      reasons: ["serviceLevel"],
      where: Prisma.sql`t.next_at is not null and ${serviceDueAt} < ${now.toISOString()}::timestamptz`,
      since: serviceDueAt,
    },
  ];
}

function branchSql(ctx: Ctx, kind: Followed, query: FollowUpQuery): Prisma.Sql {
  const { reason, take } = query;
  const parts = partsOf(ctx, kind, query).filter(({ reasons }) => reason === undefined || reasons.includes(reason));
  const one = (part: Part) => Prisma.sql`select * from (${partSql(ctx, kind, query, part)}
    ${take === undefined ? Prisma.empty : Prisma.sql`order by ${part.since}, t.id limit ${take}`}) x`;
  return parts.length === 0 ? nothing : Prisma.join(parts.map(one), " union all ");
}

function partSql(ctx: Ctx, kind: Followed, query: FollowUpQuery, { reasons, where, since }: Part): Prisma.Sql {
  const { entity, table, wanted } = kind;
  const { reason, after } = query;
  const step = nextStepSql(ctx, entity, "t");
  const rest = after
    ? Prisma.sql`and (${since}, t.id) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`
    select ${entity} as entity, t.id, r.reason, ${since} as since
    from ${Prisma.raw(table.name)} t
    left join lateral (
      select m.status from members m where m.tenant_id = ${ctx.tenant.id}::uuid
        and m.id = case when ${step.title} is null then t.owner_id else ${step.ownerId} end limit 1
    ) m on true
    cross join lateral (select ${reasonSql(step, kind.serviceDueAt, query)} as reason) r
    where t.tenant_id = ${ctx.tenant.id}::uuid and t.archived_at is null and ${wanted} ${ofPeople(query.scope)}
      and ${whereSql(table, visibleWhere(ctx, entity))} and ${where}
      and r.reason = any(${reason === undefined ? [...reasons] : [reason]}::text[]) ${rest}`;
}

/** `followUpReason` as SQL. */
const reasonSql = (
  step: ReturnType<typeof nextStepSql>,
  serviceDueAt: Prisma.Sql,
  { today, now }: FollowUpQuery,
): Prisma.Sql => Prisma.sql`
  case
    when m.status is null then 'ownerNobody'
    when m.status = 'removed' then 'ownerLeft'
    when m.status = 'placeholder' then 'ownerPlaceholder'
    when ${step.title} is null then 'none'
    when ${step.at} is null then 'undated'
    when coalesce(${step.on} < ${today.day}::date, ${step.at} < ${today.at.toISOString()}::timestamptz) then 'overdue'
    when ${serviceDueAt} < ${now.toISOString()}::timestamptz then 'serviceLevel'
  end`;

/** A row of the list with what it shows. */
export interface FollowUpRow {
  entity: Followed["entity"];
  id: string;
  reason: FollowUpReason;
  since: Date;
  hadActivity: boolean;
  name: string;
  version: number;
  ownerId: string | null;
  owner: Person | null;
  account: { id: string; name: string; ownerId: string | null } | null;
  title: string | null;
  at: Date | null;
  on: Date | null;
  stepOwner: Person | null;
}
interface Person {
  id: string;
  name: string;
  status: string;
}

/** The columns of one record of a page `p`, by its kind. */
export function shownSql(ctx: Ctx): Prisma.Sql {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const person = (id: Prisma.Sql) => Prisma.sql`(
    select json_build_object('id', m.id, 'name', m.name, 'status', m.status) from members m
    where m.tenant_id = ${tenant} and m.id = ${id})`;
  const kinds = followed(ctx).map(({ entity, table, lastTouch }) => {
    const step = nextStepSql(ctx, entity, "t");
    return Prisma.sql`
      select t.name, t.version, ${lastTouch} is not null as "hadActivity", t.owner_id as "ownerId", ${person(Prisma.sql`t.owner_id`)} as owner,
        (select json_build_object('id', a.id, 'name', a.name, 'ownerId', a.owner_id) from accounts a
          where a.tenant_id = ${tenant} and a.id = t.account_id) as account,
        ${step.title} as title, ${step.at} as at, ${step.on} as "on", ${person(step.ownerId)} as "stepOwner"
      from ${Prisma.raw(table.name)} t
      where p.entity = ${entity} and t.tenant_id = ${tenant} and t.id = p.id`;
  });
  return Prisma.join(kinds, " union all ");
}

const presentPerson = (person: Person | null) =>
  person && { id: person.id, name: person.name, placeholder: person.status === "placeholder" };

/** A row as it leaves the server. */
export function presentFollowUp(ctx: Ctx, row: FollowUpRow): FollowUp {
  const may = readable(ctx, row.entity);
  const account = may.has("account") ? row.account : null;
  const scope = row.entity === "opportunity" ? opportunityScope : contactOperations.scope;
  return {
    entity: row.entity,
    id: row.id,
    name: row.name,
    account: account && shownReference(ctx, "account", account, accountOperations.scope.sees(ctx, account)),
    owner: may.has("owner") ? presentPerson(row.owner) : null,
    reason: row.reason,
    since: row.since.toISOString(),
    hadActivity: row.hadActivity,
    step:
      row.title === null
        ? null
        : {
            title: row.title,
            at: row.at?.toISOString() ?? null,
            day: dayOf(row.on),
            owner: presentPerson(row.stepOwner),
          },
    version: row.version,
    mayEdit: scope.mayEdit(ctx, row),
  };
}
