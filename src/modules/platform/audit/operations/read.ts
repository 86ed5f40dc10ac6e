import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { EventRow } from "../../events/operations/entries";
import { firstIdAt } from "../rules";
import type { AuditFilter, AuditKind } from "../schema";

/** An event with everything that was noted about it. */
export interface AuditEvent extends EventRow {
  entityVersion: number | null;
  actor: EventRow["actor"] & {
    keyId?: string;
    job?: string;
    reason?: string;
    source?: string;
    address?: string;
    sessionId?: string | null;
  };
  impersonatorId: string | null;
  origin: string | null;
  requestId: string;
}

export interface AuditQuery extends Omit<AuditFilter, "from" | "to"> {
  from: Date;
  to: Date | null;
  /** Only events after this one, going back in time. */
  cursor: string | null;
  take: number;
}

/** Events that one page may walk through, where no index answers all of its filters together. */
export const longestWalk = 50_000;

const byKind: Readonly<Record<AuditKind, Prisma.Sql>> = {
  member: Prisma.sql`e.actor->>'type' = 'user'`,
  key: Prisma.sql`e.actor->>'type' = 'apiKey'`,
  job: Prisma.sql`e.actor->>'type' in ('system', 'webhook')`,
  staff: Prisma.sql`e.impersonator_id is not null`,
};

const columns = Prisma.sql`
  e.id, e.name, e.entity, e.entity_id as "entityId", e.entity_version as "entityVersion", e.actor,
  e.impersonator_id as "impersonatorId", m.id as "memberId", m.name as "memberName", e.before, e.after, e.data,
  e.origin, e.request_id as "requestId", e.batch_id as "batchId", null as "batchKey", e.at`;

const within = (ctx: Ctx, { from, to, cursor }: AuditQuery) => [
  Prisma.sql`e.tenant_id = ${ctx.tenant.id}::uuid`,
  Prisma.sql`e.id >= ${firstIdAt(from)}::uuid`,
  ...(to ? [Prisma.sql`e.id < ${firstIdAt(to)}::uuid`] : []),
  ...(cursor ? [Prisma.sql`e.id < ${cursor}::uuid`] : []),
];

/** The filters of a query, those that leave the fewest events first. */
function filtersOf({ entity, recordId, name, memberId, by }: AuditQuery, names: readonly string[] | null): Filter[] {
  const asked = name ? [name] : names;
  return [
    ...(recordId && entity
      ? [{ names: null, sql: Prisma.sql`e.entity = ${entity} and e.entity_id = ${recordId}::uuid` }]
      : []),
    ...(asked ? [{ names: asked, sql: Prisma.sql`e.name = any(${[...asked]}::text[])` }] : []),
    ...(memberId ? [{ names: null, sql: Prisma.sql`e.actor_member_id = ${memberId}::uuid` }] : []),
    ...(by ? [{ names: null, sql: byKind[by] }] : []),
  ];
}

interface Filter {
  /** Names of events: each is a range of its index. */
  names: readonly string[] | null;
  sql: Prisma.Sql;
}

/** Events in the order of time, newest first: the first filter chooses the index, `others` are checked along it. */
function walkOf(ctx: Ctx, query: AuditQuery, [first, ...others]: Filter[]) {
  const most = others.length === 0 ? query.take : longestWalk;
  const newest = (more: Prisma.Sql[]) => Prisma.sql`
    select e.* from events e where ${Prisma.join([...within(ctx, query), ...more], " and ")}
    order by e.id desc limit ${most}`;
  const events = first?.names
    ? Prisma.sql`
      select e.* from unnest(${[...first.names]}::text[]) as asked(name)
      cross join lateral (${newest([Prisma.sql`e.name = asked.name`])}) e order by e.id desc limit ${most}`
    : newest(first ? [first.sql] : []);
  return { events, others };
}

/** Events of the log, newest first. A page that is not full has `walked`: how far back it looked, if not to the end. */
export async function readAudit(ctx: Ctx, query: AuditQuery): Promise<{ rows: AuditEvent[]; walked: Walked | null }> {
  const { entity } = query;
  const ofEntity = entity && !query.recordId && !query.name;
  const names = ofEntity ? (await namesIn(ctx)).filter((name) => name.startsWith(`${entity}.`)) : null;
  if (names?.length === 0) return { rows: [], walked: null };
  const { events, others } = walkOf(ctx, query, filtersOf(query, names));
  const checks = others.map(({ sql }) => sql);
  const matching = checks.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(checks, " and ")}`;
  const rows = await tenantSql<AuditEvent>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from (select * from (${events}) e ${matching} order by e.id desc limit ${query.take}) e
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      order by e.id desc`,
  );
  if (rows.length === query.take || others.length === 0) return { rows, walked: null };
  const [walked = null] = await tenantSql<Walked>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select id, at from (${events}) e order by e.id desc offset ${longestWalk - 1} limit 1`,
  );
  return { rows, walked };
}

interface Walked {
  id: string;
  at: Date;
}

/** One event, if the plan still shows it. */
export async function readAuditEvent(ctx: Ctx, id: string, since: Date | null): Promise<AuditEvent | null> {
  const rows = await tenantSql<AuditEvent>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from events e
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      where e.tenant_id = ${ctx.tenant.id}::uuid and e.id = ${id}::uuid
        ${since ? Prisma.sql`and e.at >= ${since}` : Prisma.empty}`,
  );
  return rows[0] ?? null;
}

/** The names of all events that the workspace has: one look into their index for each. */
export async function namesIn(ctx: Ctx): Promise<string[]> {
  const rows = await tenantSql<{ name: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive known as (
        (select name from events where tenant_id = ${ctx.tenant.id}::uuid order by name limit 1)
        union all
        select next.name from known cross join lateral (
          select name from events where tenant_id = ${ctx.tenant.id}::uuid and name > known.name order by name limit 1
        ) next
      )
      select name from known`,
  );
  return rows.map(({ name }) => name);
}
