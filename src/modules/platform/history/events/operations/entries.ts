import "server-only";
import { type Address, addressLines } from "@/lib/address";
import type { Catalog, CatalogColumn } from "@/lib/catalog";
import { minutesText } from "@/lib/duration-text";
import { labelsOf } from "@/lib/fields/choices";
import { tagsName } from "@/lib/fields/custom";
import { type Entry, entriesText } from "@/lib/fields/entries";
import { changesOfPage, excerpts } from "@/lib/rich-text/changed-words";
import { capital } from "@/lib/text";
import { unseenRecord } from "@/lib/unseen-record";
import { type AskedBatch, type BatchSource, catalog, catalogIn, type DatedEntry, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { readable } from "@/server/readable";
import { hidesNames, mayView, type Scope } from "@/server/scope";
import type { FieldChange, ShownValue, TimelineBatch, TimelineEntry } from "../schema";
import { namesOf } from "./names";
import { type Names, readData, referredIn, type Told, type Values } from "./told-data";

export interface EventRow {
  id: string;
  name: string;
  entity: string;
  entityId: string;
  /** The record's version after it; null for events that do not say it. */
  entityVersion: number | null;
  actor: { type: string; name?: string; source?: string; asMemberId?: string | null };
  memberId: string | null;
  memberName: string | null;
  before: Values | null;
  after: Values | null;
  data: Values;
  batchId: string | null;
  /** This event represents its whole batch. */
  batchKey: string | null;
  at: Date;
}

/** The values of a record before and after an act, as events hold them. */
export type ChangedValues = Pick<EventRow, "entity" | "before" | "after">;

/** More records than this are not counted: an entry then says "at least". */
export const maxCounted = 5000;

/** Records of a batch that its entry names. */
const maxShown = 3;

type Mention = ChangedValues &
  Pick<EventRow, "entityId" | "batchId" | "batchKey"> &
  Partial<Pick<EventRow, "name" | "data">>;

/** The records that the events of a page mention: whether the actor may see them, and their names. */
export class Lookup {
  readonly #visible = new Map<string, Set<string>>();
  readonly #names = new Map<string, Map<string, string>>();
  /** By the key of a batch. */
  readonly #imports = new Map<string, BatchSource>();
  /** The words that a text gained and lost, within the time that a page may take. */
  readonly words = changesOfPage();
  readonly #ctx: Ctx;
  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  /** Takes a record as visible that the caller has loaded. */
  knows(entity: string, id: string): void {
    this.#visible.set(entity, (this.#visible.get(entity) ?? new Set()).add(id));
  }

  /** Loads all records that these events and their batches mention, in one query, unless they are loaded. */
  async learn(rows: readonly Mention[], batches: ReadonlyMap<string, string[]>): Promise<void> {
    const records = rows.flatMap(({ entity, entityId, batchKey }) =>
      [entityId, ...((batchKey && batches.get(batchKey)) || [])].map((id): [string, string] => [entity, id]),
    );
    const pointed = rows.flatMap((row) => [
      ...referencesIn(this.#ctx, row),
      ...namedIn(row),
      ...referredIn(row).map(({ to, id }) => [to, id] as const),
    ]);
    // Of kinds of which some are hidden, those that are named must be seen too.
    const hideable = pointed.filter(([entity]) => hidesNames(this.#ctx, entity));
    for (const [entity, ids] of grouped([...records, ...hideable])) {
      const scope = timelineOf(entity)?.scope;
      const visible = this.#visible.get(entity) ?? new Set<string>();
      this.#visible.set(entity, visible);
      const unknown = ids.filter((id) => !visible.has(id));
      if (scope && unknown.length > 0) for (const row of await pastOf(this.#ctx, scope, unknown)) visible.add(row.id);
    }
    const named = [...rows.map((row) => [row.entity, row.entityId] as const), ...pointed];
    const ofBatches = rows.flatMap((row) =>
      this.#seen(row.entity, (row.batchKey && batches.get(row.batchKey)) || [])
        .slice(0, maxShown)
        .map((id) => [row.entity, id] as const),
    );
    await this.#learnNames(grouped([...named, ...ofBatches]));
    await this.#learnImports(rows, batches);
  }

  async #learnImports(rows: readonly Mention[], batches: ReadonlyMap<string, string[]>): Promise<void> {
    const asked = new Map<string, AskedBatch>();
    for (const { entity, entityId, batchId, batchKey } of rows)
      if (batchKey && batchId && !this.#imports.has(batchKey))
        asked.set(batchKey, { id: batchId, records: { entity, ids: batches.get(batchKey) ?? [entityId] } });
    if (asked.size === 0) return;
    const sources = await catalog().batchSources(this.#ctx, [...asked.values()]);
    for (const [place, key] of [...asked.keys()].entries()) {
      const source = sources[place];
      if (source) this.#imports.set(key, source);
    }
  }

  #seen(entity: string, ids: readonly string[]): string[] {
    return ids.filter((id) => this.isVisible(entity, id));
  }

  /** A batch as the actor may see it: its visible records of those `counted`, `first` before the others. */
  batch(row: EventRow, ids: readonly string[], of: { first: string | null; counted: number }): TimelineBatch | null {
    const { first, counted } = of;
    const source = timelineOf(row.entity);
    const seen = this.#seen(row.entity, ids.slice(0, counted));
    if (!source || seen.length === 0) return null;
    const records = first !== null && seen.includes(first) ? [first, ...seen.filter((id) => id !== first)] : seen;
    const run = row.batchKey === null ? undefined : this.#imports.get(row.batchKey);
    const names = run?.files ?? [];
    return {
      label: source.catalog.label,
      count: seen.length,
      more: ids.length > counted,
      first: records.slice(0, maxShown).map((id) => ({ id, title: this.name(row.entity, id) ?? "" })),
      import: names.length > 0 ? { id: run?.visible ? row.batchId : null, files: names } : null,
    };
  }

  async #learnNames(wanted: ReadonlyMap<string, string[]>): Promise<void> {
    const unknown = new Map<string, string[]>();
    for (const [entity, ids] of wanted) {
      const names = this.#names.get(entity) ?? new Map<string, string>();
      this.#names.set(entity, names);
      const readable = hidesNames(this.#ctx, entity) ? this.#seen(entity, ids) : ids;
      const missing = readable.filter((id) => !names.has(id));
      if (missing.length > 0) unknown.set(entity, missing);
    }
    for (const { entity, id, name } of await namesOf(this.#ctx, unknown)) this.#names.get(entity)?.set(id, name);
  }

  name(entity: string, id: string): string | null {
    return this.#names.get(entity)?.get(id) ?? null;
  }

  isVisible(entity: string, id: string): boolean {
    return this.#visible.get(entity)?.has(id) ?? false;
  }

  /** Whether the actor may see the record; for a deleted one its last owner decides. */
  sees(row: EventRow): boolean {
    if (this.isVisible(row.entity, row.entityId)) return true;
    if (row.name !== `${row.entity}.deleted`) return false;
    const ownerId = typeof row.before?.ownerId === "string" ? row.before.ownerId : null;
    return timelineOf(row.entity)?.scope.sees(this.#ctx, { ownerId }) ?? false;
  }
}

/** The records that the line of an event names from its data, as pairs of kind and id. */
function namedIn({ entity, name = "", data = {} }: Pick<Mention, "entity" | "name" | "data">): [string, string][] {
  const { names } = timelineOf(entity)?.catalog.timeline[name] ?? {};
  return names ? [data[names.key]].flat().flatMap((id) => (typeof id === "string" ? [[names.entity, id]] : [])) : [];
}

/** The line below the sentence of an event; null without one. */
export function lineBelow(ctx: Ctx, lookup: Names, row: Told): string | null {
  const line = timelineOf(row.entity)?.catalog.timeline[row.name];
  const names = namedIn(row).flatMap(([entity, id]) => lookup.name(entity, id) ?? []);
  if (names.length > 0) return [line?.names?.word ?? [], names.join(", ")].flat().join(" ");
  return line?.detail?.(readData(ctx, lookup, row)) || null;
}

/** The rows that the actor sees, and those that can no longer be chosen: who removed them is part of their past. */
async function pastOf(ctx: Ctx, scope: Scope, ids: string[]): Promise<{ id: string }[]> {
  const rows = await scope.load(ctx, ids);
  if (!scope.former || rows.length === ids.length) return rows;
  return [...rows, ...(await scope.former(ctx, ids))];
}

function grouped(pairs: Iterable<readonly [string, string]>): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const [entity, id] of pairs) groups.set(entity, (groups.get(entity) ?? new Set()).add(id));
  return new Map([...groups].map(([entity, ids]) => [entity, [...ids]]));
}

/** The stored key of a catalogue column, as in events. */
export function keyOf(name: string, column: CatalogColumn): string {
  if (column.kind === "reference") return `${name}Id`;
  return column.kind === "money" ? `${name}Minor` : name;
}

function changedColumns(ctx: Ctx, row: ChangedValues, catalog: Catalog) {
  const changed = { ...row.before, ...row.after };
  const may = readable(ctx, catalog.entity);
  return Object.entries(catalog.columns).flatMap(([field, column]) => {
    // A field that lists several records holds them under its own name.
    const key = keyOf(field, column) in changed ? keyOf(field, column) : field;
    const isReformatted = column.kind === "richText" && `${field}Doc` in changed;
    const isShownWhole = column.partOf !== undefined && column.partOf in changed;
    // An amount comes with its currency, also where only the amount changed.
    const isCompanion = column.kind === "currency" && row.before?.[key] === row.after?.[key];
    return (key in changed || isReformatted) && !isShownWhole && !isCompanion && may.has(column.of ?? field)
      ? [{ field, column, before: row.before?.[key], after: row.after?.[key] }]
      : [];
  });
}

/** The records that changed fields point to, before and after. */
export function referencesIn(ctx: Ctx, row: ChangedValues): [entity: string, id: string][] {
  const catalog = catalogIn(ctx, row.entity);
  if (!catalog) return [];
  return changedColumns(ctx, row, catalog).flatMap(({ field, column, before, after }) => {
    const { to } = column;
    if (column.kind === "links")
      return [before, after].flatMap((links) => linksIn(links).map(({ entity, id }): [string, string] => [entity, id]));
    if (field === tagsName) return tagIdsIn([before, after]).map((id): [string, string] => ["tag", id]);
    if (!to) return [];
    return [before, after].flat().flatMap((id): [string, string][] => (typeof id === "string" ? [[to, id]] : []));
  });
}

const tagIdsIn = (values: unknown[]) => values.flat().filter((id) => typeof id === "string");

const linksIn = (value: unknown) => (Array.isArray(value) ? value : []) as readonly { entity: string; id: string }[];

/** One side of a change: the value of a field among the other columns of its event. */
interface Side {
  field: string;
  column: CatalogColumn;
  side: Values | null;
}

/** The name of a record that a value points to; null for one that there is no more. Of hidden kinds both read the same. */
const pointedName = (ctx: Ctx, lookup: Names, entity: string, id: string): string | null =>
  lookup.name(entity, id) ?? (hidesNames(ctx, entity) ? unseenRecord : null);

function shown(ctx: Ctx, lookup: Names, value: unknown, { field, column, side }: Side): ShownValue {
  if (value === null || value === undefined) return null;
  if (column.kind === "money" && typeof value === "number") {
    const currency = side?.[`${field}Currency`] ?? side?.currency;
    return { amount: value, currency: typeof currency === "string" ? currency : ctx.tenant.currency };
  }
  if (column.several && Array.isArray(value))
    return value.flatMap((id) => pointedName(ctx, lookup, column.to ?? "", String(id)) ?? []).join(", ");
  if (column.kind === "reference")
    return column.to ? pointedName(ctx, lookup, column.to, String(value)) : String(value);
  if (column.kind === "emails" || column.kind === "phones") return entriesText(value as Entry[]);
  // A tag that was merged is no option any more.
  if (field === tagsName)
    return (
      tagIdsIn([value])
        .flatMap((id) => lookup.name("tag", id) ?? [])
        .join(", ") || null
    );
  if (column.kind === "choices") return labelsOf(column.options ?? [], value as string[]).join(", ");
  if (column.kind === "links") {
    const names = linksIn(value).flatMap(({ entity, id }) => pointedName(ctx, lookup, entity, id) ?? []);
    return names.length > 0 ? names.join(", ") : null;
  }
  if (column.kind === "duration") return minutesText(Number(value), column.duration);
  if (column.kind === "address") return addressLines(value as Address).join(", ");
  if (column.kind === "day") return String(value).slice(0, 10);
  if (column.kind === "enum") return column.options?.find((option) => option.value === value)?.label ?? String(value);
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

/** How a timeline shows an event; null where it leaves it out. */
function lineOf(ctx: Ctx, row: EventRow) {
  const catalog = catalogIn(ctx, row.entity);
  const line = catalog?.timeline[row.name];
  if (!catalog || !line || (line.unless && row.after && line.unless in row.after)) return null;
  return mayView(ctx, row.entity) && (!line.needs || ctx.can(line.needs)) ? { catalog, line } : null;
}

/** Whether the timeline shows an event, or the batch that it represents. */
export function isShown(ctx: Ctx, lookup: Lookup, row: EventRow, batch: TimelineBatch | null): boolean {
  if (!lineOf(ctx, row)) return false;
  return batch ? batch.first.length > 0 : row.batchKey === null && lookup.sees(row);
}

/** The timeline entry of an event, or of the batch that it represents; null when the timeline leaves it out. */
export function entryOf(ctx: Ctx, lookup: Lookup, row: EventRow, batch: TimelineBatch | null): TimelineEntry | null {
  const entry = plainEntryOf(ctx, lookup, row, batch);
  return entry && { ...entry, changes: batch ? entry.changes : withWords(lookup, entry.changes, row) };
}

/** The same without the words that formatted texts gained and lost, which take time to compare. */
export function plainEntryOf(
  ctx: Ctx,
  lookup: Lookup,
  row: EventRow,
  batch: TimelineBatch | null,
): TimelineEntry | null {
  const shown = lineOf(ctx, row);
  if (!shown || !isShown(ctx, lookup, row, batch)) return null;
  const { catalog, line } = shown;
  const facts = { name: row.name, entity: row.entity, actor: actorOf(row), at: row.at.toISOString(), ...line };
  const changes = changesOf(ctx, lookup, row, catalog);
  const [record] = batch?.first ?? [];
  if (batch && record) {
    // After a bulk act all records have the same value; before it each had its own.
    const made = batch.import ? [] : changes.map((change) => ({ ...change, before: null }));
    const { id: entityId, title } = record;
    return { ...facts, id: row.id, entityId, title, changes: made, detail: null, data: {}, batch };
  }
  return {
    ...facts,
    id: row.id,
    entityId: row.entityId,
    title: lookup.name(row.entity, row.entityId) ?? String(row.data.name ?? row.before?.name ?? ""),
    changes,
    detail: lineBelow(ctx, lookup, row),
    data: readData(ctx, lookup, row),
    batch: null,
  };
}

/** The changed fields that the actor may read, with their values as people read them. */
export function changesOf(ctx: Ctx, lookup: Names, row: ChangedValues, catalog: Catalog): FieldChange[] {
  return changedColumns(ctx, row, catalog).map(({ field, column, before, after }) => ({
    field,
    label: column.label,
    kind: column.kind,
    ...(column.percent ? { percent: true } : {}),
    ...(column.kind === "richText"
      ? excerptsOf(before, after)
      : {
          before: shown(ctx, lookup, before, { field, column, side: row.before }),
          after: shown(ctx, lookup, after, { field, column, side: row.after }),
        }),
  }));
}

/** How much of a formatted text its changes show. */
const excerptLength = 300;

function excerptsOf(given: unknown, now: unknown): Pick<FieldChange, "before" | "after"> {
  const [before, after] = excerpts(textOf(given), textOf(now), excerptLength);
  return { before, after };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

/** The changes with the words that formatted texts gained and lost. */
const withWords = (of: Lookup, changes: readonly FieldChange[], { before, after }: ChangedValues): FieldChange[] =>
  changes.map((change) => {
    if (change.kind !== "richText") return change;
    const segments = of.words(textOf(before?.[change.field]) ?? "", textOf(after?.[change.field]) ?? "");
    return { ...change, segments };
  });

/** The timeline entry of a row that has a date of its own. */
export function datedEntryOf(catalog: Catalog, row: DatedEntry): TimelineEntry {
  return {
    id: row.id,
    name: row.name,
    entity: catalog.entity,
    entityId: row.entityId,
    title: row.title,
    actor: row.actor ? { ...row.actor, via: "app" } : null,
    at: row.at.toISOString(),
    verb: row.verb,
    icon: row.icon,
    changes: row.changes.flatMap(({ field, before, after }) => {
      const column = catalog.columns[field];
      return column ? [{ field, label: column.label, kind: column.kind, before, after }] : [];
    }),
    detail: row.detail ?? null,
    data: { ...row.data },
    batch: null,
  };
}

function actorOf(row: EventRow): TimelineEntry["actor"] {
  if (row.actor.type === "staff") {
    const place = row.actor.asMemberId ? `, as ${row.memberName ?? "a former member"}` : "";
    return { id: null, name: `${row.actor.name ?? "Staff"} (support)${place}`, via: "app" };
  }
  if (row.memberId && row.memberName)
    return { id: row.memberId, name: row.memberName, via: row.actor.type === "apiKey" ? "api" : "app" };
  // A connected service acts under its own name.
  const name = row.actor.type === "webhook" && row.actor.source ? capital(row.actor.source) : "Throughline";
  return { id: null, name, via: "system" };
}
