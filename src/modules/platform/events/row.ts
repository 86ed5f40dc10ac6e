import "server-only";
import { type Address, addressLines } from "@/lib/address";
import type { Catalog, CatalogColumn } from "@/lib/catalog";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import type { FieldChange, ShownValue, TimelineEntry } from "./schema";

type Values = Record<string, unknown>;

export interface EventRow {
  id: string;
  name: string;
  entity: string;
  entityId: string;
  actor: { type: string };
  memberId: string | null;
  memberName: string | null;
  before: Values | null;
  after: Values | null;
  data: Values;
  batchId: string | null;
  at: Date;
}

/** Events of which one of the records is a subject, newest first, after the event `cursor`. One index walk per record. */
export async function eventsOf(
  ctx: Ctx,
  entity: string,
  ids: readonly string[],
  cursor: string | null,
  take: number,
): Promise<EventRow[]> {
  const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
  const before = cursor === null ? Prisma.empty : Prisma.sql`and s.event_id < ${cursor}::uuid`;
  return await tenantSql<EventRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select e.id, e.name, e.entity, e.entity_id as "entityId", e.actor, m.id as "memberId", m.name as "memberName",
        e.before, e.after, e.data, e.batch_id as "batchId", e.at
      from (
        select distinct near.event_id
        from unnest(${[...ids]}::uuid[]) as wanted(id)
        cross join lateral (
          select s.event_id from event_subjects s
          where s.tenant_id = ${tenant} and s.entity = ${entity} and s.entity_id = wanted.id ${before}
          order by s.event_id desc limit ${take}
        ) near
        order by near.event_id desc limit ${take}
      ) page
      join events e on e.tenant_id = ${tenant} and e.id = page.event_id
      left join members m on m.tenant_id = e.tenant_id and m.id = e.actor_member_id
      order by e.id desc`,
  );
}

/** What is known of the records that events speak of: which one may see, and how each is called. */
export class Lookup {
  readonly #visible = new Map<string, Set<string>>();
  readonly #names = new Map<string, Map<string, string>>();
  readonly #ctx: Ctx;
  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  /** Asks once for all records of these events that are not known yet. */
  async learn(rows: readonly EventRow[]): Promise<void> {
    for (const [entity, ids] of grouped(rows.map((row) => [row.entity, row.entityId]))) {
      const scope = timelineOf(entity)?.scope;
      const visible = this.#visible.get(entity) ?? new Set<string>();
      this.#visible.set(entity, visible);
      const unknown = ids.filter((id) => !visible.has(id));
      if (scope && unknown.length > 0) for (const row of await scope.load(this.#ctx, unknown)) visible.add(row.id);
    }
    const named = rows.flatMap((row) => [[row.entity, row.entityId] as const, ...referencesIn(row)]);
    for (const [entity, ids] of grouped(named)) await this.#learnNames(entity, ids);
  }

  async #learnNames(entity: string, ids: string[]): Promise<void> {
    const names = this.#names.get(entity) ?? new Map<string, string>();
    this.#names.set(entity, names);
    const unknown = ids.filter((id) => !names.has(id));
    const found = unknown.length > 0 ? await timelineOf(entity)?.scope.names?.(this.#ctx, unknown) : undefined;
    for (const { id, name } of found ?? []) names.set(id, name);
  }

  name(entity: string, id: string): string | null {
    return this.#names.get(entity)?.get(id) ?? null;
  }

  /** Whether the actor may see the record; of a deleted one its owner of then decides. */
  sees(row: EventRow): boolean {
    if (this.#visible.get(row.entity)?.has(row.entityId)) return true;
    if (row.name !== `${row.entity}.deleted`) return false;
    const ownerId = typeof row.before?.ownerId === "string" ? row.before.ownerId : null;
    return timelineOf(row.entity)?.scope.sees(this.#ctx, { id: row.entityId, ownerId }) ?? false;
  }
}

function grouped(pairs: Iterable<readonly [string, string]>): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const [entity, id] of pairs) groups.set(entity, (groups.get(entity) ?? new Set()).add(id));
  return new Map([...groups].map(([entity, ids]) => [entity, [...ids]]));
}

/** The stored key of a catalogue column, as events carry it. */
function keyOf(name: string, column: CatalogColumn): string {
  if (column.kind === "reference") return `${name}Id`;
  return column.kind === "money" ? `${name}Minor` : name;
}

function changedColumns(row: EventRow, catalog: Catalog) {
  const changed = { ...row.before, ...row.after };
  return Object.entries(catalog.columns).flatMap(([field, column]) => {
    const key = keyOf(field, column);
    return key in changed ? [{ field, column, before: row.before?.[key], after: row.after?.[key] }] : [];
  });
}

function referencesIn(row: EventRow): [string, string][] {
  const catalog = timelineOf(row.entity)?.catalog;
  if (!catalog) return [];
  return changedColumns(row, catalog).flatMap(({ column, before, after }) => {
    const { to } = column;
    if (!to) return [];
    return [before, after].flatMap((id): [string, string][] => (typeof id === "string" ? [[to, id]] : []));
  });
}

function shown(ctx: Ctx, lookup: Lookup, column: CatalogColumn, value: unknown, side: Values | null): ShownValue {
  if (value === null || value === undefined) return null;
  if (column.kind === "money" && typeof value === "number") {
    const currency = typeof side?.currency === "string" ? side.currency : ctx.tenant.currency;
    return { amount: value, currency };
  }
  if (column.kind === "reference") return column.to ? lookup.name(column.to, String(value)) : String(value);
  if (column.kind === "address") return addressLines(value as Address).join(", ");
  if (column.kind === "day") return String(value).slice(0, 10);
  if (column.kind === "enum") return column.options?.find((option) => option.value === value)?.label ?? String(value);
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

/** How the timeline tells an event; null when it leaves it out. */
export function entryOf(ctx: Ctx, lookup: Lookup, row: EventRow): TimelineEntry | null {
  const catalog = timelineOf(row.entity)?.catalog;
  const told = catalog?.timeline[row.name];
  if (!catalog || !told || (told.unless && row.after && told.unless in row.after) || !lookup.sees(row)) return null;
  const changes = changedColumns(row, catalog).map(
    ({ field, column, before, after }): FieldChange => ({
      field,
      label: column.label,
      kind: column.kind,
      before: shown(ctx, lookup, column, before, row.before),
      after: shown(ctx, lookup, column, after, row.after),
    }),
  );
  return {
    id: row.id,
    name: row.name,
    entity: row.entity,
    entityId: row.entityId,
    title: lookup.name(row.entity, row.entityId) ?? String(row.data.name ?? row.before?.name ?? ""),
    actor: actorOf(row),
    at: row.at.toISOString(),
    verb: told.verb,
    icon: told.icon,
    changes,
    data: row.data,
  };
}

function actorOf(row: EventRow): TimelineEntry["actor"] {
  if (row.memberId && row.memberName)
    return { id: row.memberId, name: row.memberName, via: row.actor.type === "apiKey" ? "api" : "app" };
  return { id: null, name: "Throughline", via: "system" };
}
