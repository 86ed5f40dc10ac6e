import "server-only";
import type { EntryKind, TimelineIcon } from "@/lib/catalog";
import { minutesText } from "@/lib/duration-text";
import type { LinkedRecord } from "@/lib/fields/links";
import { nounOf } from "@/lib/nouns/all";
import type { DatedPage, DatedRecords, DatedSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { snakeCase } from "@/server/nouns/snake-case";
import { visibleWhere } from "@/server/seen-through";
import { whereSql } from "@/server/where-sql";
import { activityOperations } from "./operations/all";
import { contactKinds, openStates, overStates } from "./rules";

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
  links: Pick<LinkedRecord, "entity" | "name">[] | null;
}

/** Activities in the timelines of their records: those that are over at their dates, the planned ones above. */
export const activityTimeline: DatedSource = {
  kinds: [...kinds, "touches"],
  sql: overSql,
  plannedSql,
  entryOf: (row) => activityEntry(row as unknown as Row),
};

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
  if (!nounOf(entity)?.linkedFrom?.includes("activity")) return null;
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const visible = whereSql({ ...activityOperations.table.list.table, alias: "a" }, visibleWhere(ctx, "activity"));
  return Prisma.sql`
      with here as (${recordsSql(ctx, entity, ids)}),
      page as materialized (
        select a.*, coalesce(a.owner_id, a.creator_id) as by_id from activities a
        where a.tenant_id = ${tenant} and a.archived_at is null and ${Prisma.join(conditions, " and ")}
          and a.id in (
            select l.from_id from here join record_links l
              on l.tenant_id = ${tenant} and l.to_id = here.id and l.from_entity = 'activity')
          and ${visible}
        ${rest}
      )
      select a.id, a.at, a.name, a.kind, a.status, a.duration, m.id as "ownerId", m.name as "ownerName",
        o.name as outcome, coalesce(nullif(a.outcome_note, ''), left(a.description, 300)) as text,
        (select jsonb_agg(jsonb_build_object('entity', l.to_entity, 'name', coalesce(c.name, p.name)))
          from record_links l
          left join contacts c on l.to_entity = 'contact' and c.tenant_id = l.tenant_id and c.id = l.to_id
          left join opportunities p on l.to_entity = 'opportunity' and p.tenant_id = l.tenant_id and p.id = l.to_id
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

/** The ids of the records, and of those that belong to them: the contacts and opportunities of an account. */
function recordsSql(ctx: Ctx, entity: string, ids: readonly string[]): Prisma.Sql {
  const under = ["contact", "opportunity"].flatMap((kind) => {
    const head = nounOf(kind);
    if (head?.under?.entity !== entity) return [];
    const [table, column] = [head.table, `${snakeCase(head.under.field)}_id`].map((name) => Prisma.raw(name));
    return [
      Prisma.sql`union all select x.id from ${table} x
        where x.tenant_id = ${ctx.tenant.id}::uuid and x.${column} = any(${[...ids]}::uuid[])`,
    ];
  });
  return Prisma.sql`select unnest(${[...ids]}::uuid[]) as id ${Prisma.join([Prisma.empty, ...under], " ")}`;
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
    data: { kind: row.kind, on: (row.links ?? []).flatMap(({ name }) => name ?? []) },
  };
}
