import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { readerZone } from "@/server/reader-zone";
import type { EventRow } from "../../events/operations/entries";
import { firstIdAt, longestWalk } from "../rules";
import type { AuditChannel, AuditFilter } from "../schema";

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
  /** Whether it stands for the events of its batch with its name; null where the writer does not say: it is not grouped. */
  isFirst: boolean | null;
}

export interface AuditQuery extends Omit<AuditFilter, "from" | "to"> {
  from: Date;
  to: Date | null;
  /** Only events after this one, going back in time. */
  cursor: string | null;
  take: number;
  /** Of the events of a batch with one name only the first one. */
  grouped: boolean;
  /** Names in which the text was found: events hold only ids of them. */
  found?: Found | undefined;
}

/** Records and members whose names hold a text, and kinds of events that the reader may not see. */
export interface Found {
  recordIds: readonly string[];
  memberIds: readonly string[];
  hiddenNames: readonly string[];
}

/** Time of an event's id is when it was noted, `at` when its transaction began, by another clock. */
const longestTransactionMs = 5 * 60_000;

const through: Readonly<Record<AuditChannel, Prisma.Sql>> = {
  web: Prisma.sql`e.actor->>'type' in ('user', 'anonymous')`,
  api: Prisma.sql`e.actor->>'type' = 'apiKey'`,
  job: Prisma.sql`e.actor->>'type' = 'system'`,
  webhook: Prisma.sql`e.actor->>'type' = 'webhook'`,
  staff: Prisma.sql`e.impersonator_id is not null`,
};

const columns = Prisma.sql`
  e.id, e.name, e.entity, e.entity_id as "entityId", e.entity_version as "entityVersion", e.actor,
  e.impersonator_id as "impersonatorId", m.id as "memberId", m.name as "memberName", e.before, e.after, e.data,
  e.origin, e.request_id as "requestId", e.batch_id as "batchId", null as "batchKey", e.is_first as "isFirst", e.at`;

const idAt = (moment: Date, later = 0) => firstIdAt(new Date(moment.getTime() + later));

/** Ids find the time in an index, and `at` says it exactly. */
const within = (ctx: Ctx, { from, to, cursor }: AuditQuery) => [
  Prisma.sql`e.tenant_id = ${ctx.tenant.id}::uuid`,
  Prisma.sql`e.id >= ${idAt(from, -longestTransactionMs)}::uuid and e.at >= ${from}`,
  ...(to ? [Prisma.sql`e.id < ${idAt(to, longestTransactionMs)}::uuid and e.at < ${to}`] : []),
  ...(cursor ? [Prisma.sql`e.id < ${cursor}::uuid`] : []),
];

interface Filter {
  sql: Prisma.Sql;
  /** An index returns such events in the order of the log. */
  indexed: boolean;
  /** Names of events: each is a range of its index. */
  names?: readonly string[];
}

/** Null where the writer does not say: a line of its own. */
const isLine = Prisma.sql`e.is_first is not false`;
const ofPeople = Prisma.sql`e.actor->>'type' not in ('system', 'webhook')`;
const stored = Prisma.sql`lower(concat(e.data, e.before, e.after, e.actor))`;

/** Lines of the log: groups by their first event, and with or without jobs; each way has an index. */
function linesOf({ grouped, hideJobs, via }: AuditQuery): Filter | false {
  const hides = hideJobs && via === undefined;
  if (grouped) return { sql: hides ? Prisma.sql`${isLine} and ${ofPeople}` : isLine, indexed: true };
  return Boolean(hides) && { sql: ofPeople, indexed: false };
}

function holding(text: string, { recordIds, memberIds, hiddenNames }: Found): Prisma.Sql {
  return Prisma.sql`
    (strpos(${stored}, lower(${text})) > 0
      or e.entity_id = any(${[...recordIds]}::uuid[]) or e.actor_member_id = any(${[...memberIds]}::uuid[]))
    and e.name <> all(${[...hiddenNames]}::text[])`;
}

/** The filters of a query: those with an index first, and of these the ones that usually leave the fewest events. */
function filtersOf(query: AuditQuery, names: readonly string[] | null): Filter[] {
  const { entity, recordId, name, exceptName, memberId, behalfId, keyId, via, batchId, text, found } = query;
  const isRecord = entity && recordId;
  const person = memberId ?? behalfId;
  const all: (Filter | false | null | "" | undefined)[] = [
    batchId && { sql: Prisma.sql`e.batch_id = ${batchId}::uuid and e.name = ${name}`, indexed: true },
    isRecord && {
      sql: Prisma.sql`e.entity = ${entity} and e.entity_id = ${recordId}::uuid`,
      indexed: true,
    },
    via === "staff" && { sql: through.staff, indexed: true },
    name && !batchId && { sql: Prisma.sql`e.name = ${name}`, indexed: true },
    person && { sql: Prisma.sql`e.actor_member_id = ${person}::uuid`, indexed: true },
    names && { sql: Prisma.sql`e.name = any(${[...names]}::text[])`, indexed: true, names },
    (keyId || via === "api") && { sql: through.api, indexed: true },
    (via === "job" || via === "webhook") && { sql: through[via], indexed: true },
    linesOf(query),
    // Nearly all events came through the app.
    via === "web" && { sql: through.web, indexed: false },
    memberId && { sql: Prisma.sql`e.actor->>'type' = 'user'`, indexed: false },
    behalfId && { sql: Prisma.sql`e.actor->>'type' <> 'user'`, indexed: false },
    keyId && { sql: Prisma.sql`e.actor->>'keyId' = ${keyId}`, indexed: false },
    exceptName && { sql: Prisma.sql`e.name <> ${exceptName}`, indexed: false },
    text && found && { sql: holding(text, found), indexed: false },
  ];
  const given = all.filter((filter) => typeof filter === "object" && filter !== null);
  return [...given.filter(({ indexed }) => indexed), ...given.filter(({ indexed }) => !indexed)];
}

/** Events in the order of time, newest first: one index is walked, and the filters that it does not answer are checked. */
function walkOf(ctx: Ctx, query: AuditQuery, filters: readonly Filter[]) {
  const [first] = filters;
  const along = first?.indexed ? first : null;
  const others = filters.slice(along ? 1 : 0);
  const names = along?.names ?? null;
  const most = others.length === 0 ? query.take : Math.ceil(longestWalk / (names?.length ?? 1));
  /** The walk of the index, or of each name's range of it. */
  const walk = (limit: Prisma.Sql) => {
    const newest = (more: Prisma.Sql[]) => Prisma.sql`
      select e.* from events e where ${Prisma.join([...within(ctx, query), ...more], " and ")}
      order by e.id desc ${limit}`;
    if (!names) return newest(along ? [along.sql] : []);
    return Prisma.sql`
      select e.* from unnest(${[...names]}::text[]) as asked(name)
      cross join lateral (${newest([Prisma.sql`e.name = asked.name`])}) e`;
  };
  return {
    events: walk(Prisma.sql`limit ${most}`),
    /** The last event of each walk that did not reach the end. */
    ends: walk(Prisma.sql`offset ${most - 1} limit 1`),
    others,
    severalWalks: names !== null && names.length > 1,
  };
}

/** The names of the events of an entity, where that is the filter; null otherwise. */
async function namesOf(ctx: Ctx, { entity, recordId, name }: AuditQuery): Promise<string[] | null> {
  if (!entity || recordId || name) return null;
  return (await namesIn(ctx)).filter((one) => one.startsWith(`${entity}.`));
}

/** Events of the log, newest first. A page that is not full has `walked`: how far back it looked, if not to the end. */
export async function readAudit(ctx: Ctx, query: AuditQuery): Promise<{ rows: AuditEvent[]; walked: Walked | null }> {
  const names = await namesOf(ctx, query);
  if (names?.length === 0) return { rows: [], walked: null };
  const { events, ends, others, severalWalks } = walkOf(ctx, query, filtersOf(query, names));
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
  if (others.length === 0 || (rows.length === query.take && !severalWalks)) return { rows, walked: null };
  const [walked = null] = await tenantSql<Walked>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select e.id, e.at from (${ends}) e order by e.id desc limit 1`,
  );
  // Beyond the walk that ended first there may be events between those that the others found.
  const sure = walked ? rows.filter(({ id }) => id >= walked.id) : rows;
  return { rows: sure, walked: sure.length === query.take ? null : walked };
}

interface Walked {
  id: string;
  at: Date;
}

/** How many lines each day has, newest first, of at most so many events as one page walks through. */
export async function countAudit(ctx: Ctx, query: Omit<AuditQuery, "take" | "cursor">) {
  const names = await namesOf(ctx, { ...query, take: 1, cursor: null });
  if (names?.length === 0) return { days: [], walked: null };
  const whole = { ...query, cursor: null, take: Math.ceil(longestWalk / (names?.length ?? 1)) };
  const { events, ends, others } = walkOf(ctx, whole, filtersOf(whole, names));
  const checks = others.map(({ sql }) => sql);
  const matching = checks.length === 0 ? Prisma.empty : Prisma.sql`where ${Prisma.join(checks, " and ")}`;
  const days = await tenantSql<{ day: string; count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select to_char(e.at at time zone ${readerZone(ctx)}, 'YYYY-MM-DD') as day, count(*)::int as count
      from (${events}) e ${matching} group by 1 order by 1 desc`,
  );
  const [walked = null] = await tenantSql<Walked>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select e.id, e.at from (${ends}) e order by e.id desc limit 1`,
  );
  return { days, walked };
}

interface GroupKey {
  batchId: string;
  name: string;
}

/**
 * How many events some groups have, of all together about as many as one page walks through: small groups need less
 * than an equal part, and large ones get the rest.
 */
export async function countGroups(ctx: Ctx, groups: readonly GroupKey[]): Promise<(of: GroupKey) => Counted> {
  const keyOf = ({ batchId, name }: GroupKey) => `${batchId} ${name}`;
  const counts = new Map<string, Counted>();
  for (let open = groups; open.length > 0; ) {
    const spent = [...counts.values()].reduce((sum, { count, more }) => (more ? sum : sum + count), 0);
    const most = Math.floor((longestWalk - spent) / open.length);
    const counted = await countUpTo(ctx, open, most);
    for (const { count, ...group } of counted)
      counts.set(keyOf(group), { count: Math.min(count, most), more: count > most });
    const left = open.filter((group) => counts.get(keyOf(group))?.more);
    // With nothing saved another look would end at the same number.
    open = left.length < open.length ? left : [];
  }
  return (of) => counts.get(keyOf(of)) ?? { count: 1, more: false };
}

/** The size of each group, counted no further than one beyond `most`. */
async function countUpTo(ctx: Ctx, groups: readonly GroupKey[], most: number) {
  return await tenantSql<GroupKey & { count: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select g.batch_id as "batchId", g.name, n.count
      from unnest(${groups.map(({ batchId }) => batchId)}::uuid[], ${groups.map(({ name }) => name)}::text[]) as g(batch_id, name)
      cross join lateral (
        select count(*)::int as count from (
          select 1 from events e
          where e.tenant_id = ${ctx.tenant.id}::uuid and e.batch_id = g.batch_id and e.name = g.name limit ${most + 1}
        ) part
      ) n`,
  );
}

interface Counted {
  count: number;
  more: boolean;
}

/** The keys that all events of a group changed to the value of its first event, by that event. */
export async function sharedKeys(ctx: Ctx, first: readonly string[]): Promise<Map<string, string[]>> {
  if (first.length === 0) return new Map();
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const rows = await tenantSql<{ id: string; keys: string[] }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select g.id, array(
        select k from jsonb_object_keys(g.before) k where not exists (
          select 1 from (
            select e.after from events e where e.tenant_id = ${tenant} and e.batch_id = g.batch_id and e.name = g.name
            order by e.id limit ${longestWalk}
          ) e where e.after->k is distinct from g.after->k)) as keys
      from events g where g.tenant_id = ${tenant} and g.id = any(${[...first]}::uuid[]) and jsonb_typeof(g.before) = 'object'`,
  );
  return new Map(rows.map(({ id, keys }) => [id, keys]));
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
