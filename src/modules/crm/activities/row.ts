import "server-only";
import type { EntryKind, TimelineIcon } from "@/lib/catalog";
import { minutesText } from "@/lib/duration-text";
import type { FieldOf } from "@/lib/fields/field";
import type { LinkedRecord } from "@/lib/fields/links";
import { stateLabel } from "@/lib/fields/states";
import { linkableTo, nounOf } from "@/lib/nouns/all";
import { type Attached, attachedAt, attachedSql } from "@/modules/platform/data/files/operations/attached-names";
import { type AgendaPage, type AgendaSource, afterSql, listedSql } from "@/server/agenda";
import type { DatedPage, DatedRecords, DatedSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { targetJoins, targetNameSql } from "@/server/nouns/links";
import { withNamesInBeginnings } from "@/server/nouns/mention-names";
import { withUnderSql } from "@/server/nouns/under";
import { visibleWhere } from "@/server/seen-through";
import { whereSql } from "@/server/where-sql";
import { activities } from "./fields";
import { activityOperations } from "./operations/all";
import { contactKinds, noonOf, openStates, overStates } from "./rules";

interface Shown {
  kind: EntryKind;
  icon: TimelineIcon;
  /** After the name of the person who did it. */
  verb: string;
  /** "a call", after "planned" and "cancelled". */
  thing: string;
}

/** How timelines show a completed activity of each type. */
const shownAs: Readonly<Record<string, Shown>> = {
  call: { kind: "calls", icon: "call", verb: "logged a call", thing: "a call" },
  email: { kind: "emails", icon: "email", verb: "logged an e-mail", thing: "an e-mail" },
  meeting: { kind: "meetings", icon: "meeting", verb: "held a meeting", thing: "a meeting" },
  demo: { kind: "meetings", icon: "meeting", verb: "gave a demo", thing: "a demo" },
  note: { kind: "notes", icon: "note", verb: "wrote a note", thing: "a note" },
  task: { kind: "tasks", icon: "task", verb: "completed a task", thing: "a task" },
  sms: { kind: "emails", icon: "message", verb: "logged a text message", thing: "a text message" },
  linkedin: { kind: "emails", icon: "message", verb: "logged a LinkedIn message", thing: "a LinkedIn message" },
  chat: { kind: "emails", icon: "message", verb: "logged a chat", thing: "a chat" },
  proposal: { kind: "tasks", icon: "task", verb: "completed a proposal", thing: "a proposal" },
  contract: { kind: "tasks", icon: "task", verb: "completed a contract", thing: "a contract" },
};
const other: Shown = { kind: "tasks", icon: "task", verb: "logged an activity", thing: "an activity" };

/** After the name of the person: "logged a call", "planned a call", "noted a no-show for a call". */
function verbOf(status: string, { verb, thing }: Shown): string {
  if (status === "completed") return verb;
  if (status === "cancelled") return `cancelled ${thing}`;
  return status === "no_show" ? `noted a no-show for ${thing}` : `planned ${thing}`;
}

const kinds = [...new Set([...Object.values(shownAs), other].map(({ kind }) => kind))];

interface Row {
  id: string;
  name: string;
  kind: string;
  status: string;
  duration: number | null;
  ownerId: string | null;
  ownerName: string | null;
  outcome: string | null;
  text: string | null;
  /** Whether the text is the beginning of the description. */
  described: boolean;
  files: Attached | null;
  links: Pick<LinkedRecord, "entity" | "name">[] | null;
}

/** Activities in the timelines of their records: those that are over at their dates, the planned ones above. */
export const activityTimeline: DatedSource = {
  kinds: [...kinds, "touches"],
  sql: overSql,
  plannedSql,
  named: withNamesIn,
  entryOf: (row) => activityEntry(row as unknown as Row),
};

/** The rows with the names of those whom their descriptions mention. */
async function withNamesIn<R extends object>(ctx: Ctx, rows: readonly R[]): Promise<R[]> {
  const texts = rows.map((row) => {
    const { id, text, described } = row as unknown as Row;
    return { id, text: described ? (text ?? "") : "" };
  });
  const named = await withNamesInBeginnings(ctx, { table: activities.head.table, field: "description" }, texts);
  return rows.map((row, place) => (texts[place]?.text ? { ...row, text: named[place] } : row));
}

/** The most planned activities that are shown above a timeline. */
const mostPlanned = 5;

function overSql(ctx: Ctx, page: DatedPage): Prisma.Sql | null {
  const { cursor, kind, memberId, take } = page;
  const wanted = kind === "touches" ? [...contactKinds] : typesOf(kind);
  const conditions = [
    Prisma.sql`a.status = any(${[...overStates]}::text[])`,
    ...(cursor ? [Prisma.sql`(a.at, a.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`] : []),
    ...(kind ? [Prisma.sql`a.kind = any(${wanted}::text[])`] : []),
    ...(memberId ? [Prisma.sql`a.owner_id = ${memberId}::uuid`] : []),
  ];
  return rowsSql(ctx, page, conditions, Prisma.sql`order by a.at desc, a.id desc limit ${take}`);
}

function plannedSql(ctx: Ctx, records: DatedRecords): Prisma.Sql | null {
  const isOpen = Prisma.sql`a.status = any(${[...openStates]}::text[])`;
  return rowsSql(ctx, records, [isOpen], Prisma.sql`order by a.at, a.id limit ${mostPlanned}`);
}

const typesOf = (kind: EntryKind | null): string[] => [
  ...Object.keys(shownAs).filter((type) => shownAs[type]?.kind === kind),
  ...(other.kind === kind ? ["other"] : []),
];

/** The visible activities that are linked to these records, or to records under them. */
function rowsSql(
  ctx: Ctx,
  { entity, ids }: DatedRecords,
  conditions: readonly Prisma.Sql[],
  rest: Prisma.Sql,
): Prisma.Sql | null {
  const kinds = linkableTo("activity");
  if (!kinds.includes(entity)) return null;
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  // Of an account, each activity in its timeline would name the account itself.
  const named = kinds.filter((kind) => nounOf(kind)?.under);
  const visible = whereSql({ ...activityOperations.table.list.table, alias: "a" }, visibleWhere(ctx, "activity"));
  // Laterally by id: with their order the planner would rather read all activities of the workspace, and look for few.
  return Prisma.sql`
      with here as (${withUnderSql(ctx.tenant.id, kinds, ids)}),
      linked as materialized (
        select distinct l.from_id as id from here join record_links l
          on l.tenant_id = ${tenant} and l.to_id = here.id and l.from_entity = 'activity'
      ),
      page as materialized (
        select a.*, coalesce(a.owner_id, a.creator_id) as by_id from linked cross join lateral (
          select a.* from activities a
          where a.tenant_id = ${tenant} and a.id = linked.id and a.archived_at is null
            and ${Prisma.join(conditions, " and ")} and ${visible}
          limit 1
        ) a
        ${rest}
      )
      select a.id, a.at, a.name, a.kind, a.status, a.duration, m.id as "ownerId", m.name as "ownerName",
        o.name as outcome, coalesce(nullif(a.outcome_note, ''), left(a.description, 300)) as text,
        coalesce(a.outcome_note, '') = '' as described,
        ${attachedSql(ctx, "activity", Prisma.sql`a.id`)} as files,
        (select jsonb_agg(jsonb_build_object('entity', l.to_entity, 'name', ${targetNameSql(named)}))
          from record_links l ${targetJoins(ctx, named)}
          where l.tenant_id = a.tenant_id and l.from_id = a.id and not l.to_id = any(${[...ids]}::uuid[])) as links
      from page a
      left join lateral (
        select x.id, x.name from members x
        where x.tenant_id = ${tenant} and x.id = a.by_id limit 1
      ) m on true
      left join lateral (
        select x.name from activity_outcomes x where x.tenant_id = ${tenant} and x.id = a.outcome_id limit 1
      ) o on true
      order by a.at desc, a.id desc`;
}

function activityEntry(row: Row): ReturnType<DatedSource["entryOf"]> {
  const shown = shownAs[row.kind] ?? other;
  const facts = [
    ...(row.duration ? [minutesText(row.duration, { minutesPerDay: 24 * 60 })] : []),
    ...(row.outcome ? [row.outcome] : []),
    ...(row.text ? [row.text] : []),
  ];
  return {
    name: `activity.${row.status}`,
    entityId: row.id,
    title: row.name,
    actor: row.ownerName === null ? null : { id: row.ownerId, name: row.ownerName },
    verb: verbOf(row.status, shown),
    icon: shown.icon,
    changes: [],
    detail: facts.length > 0 ? facts.join(" · ") : null,
    data: {
      kind: row.kind,
      files: attachedAt(row.files, `/activities/${row.id}?tab=files`),
      on: (row.links ?? []).flatMap(({ name }) => name ?? []),
    },
  };
}

const { kind: kindField } = activities.fields as unknown as Record<"kind", FieldOf<"choice">>;

/** Activities of the day: those that are assigned to somebody, or list the reader as a colleague. */
export const activityAgenda: AgendaSource = {
  name: "activity",
  entity: "activity",
  fields: ["name", "status", "startsAt", "dueOn"],
  about: "about",
  openSql: (ctx, page) =>
    agendaSql(ctx, page, { are: waiting, by: "at", inSpan: waitingIn(page, ctx.tenant.timeZone) }),
  doneSql: (ctx, page) => agendaSql(ctx, page, { are: done, by: "completed_at", inSpan: doneIn(page) }),
  rowSql: (ctx) => Prisma.sql`
    select a.name as title, a.kind, a.version, a.starts_at as "startsAt", a.ends_at as "endsAt",
      a.due_on::text as day, a.completed_at as "doneAt", a.owner_id as "ownerId", a.owner_id as "recordOwnerId",
      a.status as state, a.owner_id as "storedOwnerId", (${aboutSql(ctx)}) as about
    from activities a where a.tenant_id = ${ctx.tenant.id}::uuid and a.id = p.id`,
  look: (kind) => ({
    icon: (shownAs[kind ?? ""] ?? other).icon,
    label: kind === null ? "Activity" : stateLabel(kindField, kind),
  }),
};

const inWords = (states: readonly string[]) => Prisma.raw(states.map((state) => `'${state}'`).join(", "));
/** Written as in the partial index, or it would not be used. */
const waiting = Prisma.sql`a.status in (${inWords(openStates)}) and (a.starts_at is not null or a.due_on is not null)`;
const done = Prisma.sql`a.status = 'completed'`;

const timestamp = (at: Date) => Prisma.sql`${at.toISOString()}::timestamptz`;
const dayStart = (day: string) => new Date(`${day}T00:00:00Z`);

/** The bounds of the index contain the noon of each day; those of the zone are exact. */
function waitingIn({ span: { from, until } }: AgendaPage, zone: string): Prisma.Sql {
  const noon = (day: string) => noonOf(dayStart(day), zone) as Date;
  const [latest] = [until.at, noon(until.day)].toSorted((one, two) => two.getTime() - one.getTime()) as [Date];
  const before = Prisma.sql`a.at < ${timestamp(latest)}
    and coalesce(a.starts_at < ${timestamp(until.at)}, a.due_on < ${until.day}::date)`;
  if (from === null) return before;
  const [earliest] = [from.at, noon(from.day)].toSorted((one, two) => one.getTime() - two.getTime()) as [Date];
  return Prisma.sql`${before} and a.at >= ${timestamp(earliest)}
    and coalesce(a.starts_at >= ${timestamp(from.at)}, a.due_on >= ${from.day}::date)`;
}

const doneIn = ({ span: { from, until } }: AgendaPage): Prisma.Sql => Prisma.sql`a.completed_at < ${timestamp(until.at)}
  ${from === null ? Prisma.empty : Prisma.sql`and a.completed_at >= ${timestamp(from.at)}`}`;

interface AgendaPart {
  are: Prisma.Sql;
  by: "at" | "completed_at";
  inSpan: Prisma.Sql;
}

function agendaSql(ctx: Ctx, { after, memberId, take }: AgendaPage, { are, by, inSpan }: AgendaPart): Prisma.Sql {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const at = Prisma.raw(`a.${by}`);
  const visible = whereSql({ ...activityOperations.table.list.table, alias: "a" }, visibleWhere(ctx, "activity"));
  const rest = after ? Prisma.sql`and ${afterSql(after, { at, id: Prisma.sql`a.id` })}` : Prisma.empty;
  const wanted = Prisma.sql`a.archived_at is null and ${are} and ${inSpan} ${rest} and ${visible}
    order by ${at}, a.id limit ${take}`;
  return Prisma.sql`
    select a.id, a.at from people p cross join lateral (
      select a.id, ${at} as at from activities a
      where a.tenant_id = ${tenant} and a.owner_id = p.id and ${wanted}
    ) a
    union all
    select a.id, a.at from (
      select a.id, ${at} as at from (
        ${listedSql(ctx, { entity: "activity", field: "participants" }, memberId)}
      ) r cross join lateral (
        select * from activities x where x.tenant_id = ${tenant} and x.id = r.record_id limit 1
      ) a
      where not exists (select from people q where q.id = a.owner_id) and ${wanted}
    ) a`;
}

/** The account that an activity is linked to, else the first other record. */
const aboutSql = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  select jsonb_build_object('entity', l.to_entity, 'id', l.to_id, 'name', coalesce(x.name, c.name, o.name),
    'ownerId', coalesce(x.owner_id, c.owner_id, o.owner_id))
  from record_links l
  left join accounts x on l.to_entity = 'account' and x.tenant_id = l.tenant_id and x.id = l.to_id
  left join contacts c on l.to_entity = 'contact' and c.tenant_id = l.tenant_id and c.id = l.to_id
  left join opportunities o on l.to_entity = 'opportunity' and o.tenant_id = l.tenant_id and o.id = l.to_id
  where l.tenant_id = ${ctx.tenant.id}::uuid and l.from_id = a.id
  order by l.to_entity, l.to_id limit 1`;
