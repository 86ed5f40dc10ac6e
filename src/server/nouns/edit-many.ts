import "server-only";
import type { EventDefinition } from "@/lib/events";
import { groupBy } from "@/lib/group-by";
import type { Ctx } from "../context.ts";
import type { SetColumn } from "../db/row-sets.ts";
import { updateValidRows } from "../db/update-valid-rows.ts";
import { AppError } from "../errors.ts";
import { changes } from "../events.ts";
import { changeable, requireInput } from "../execute.ts";
import type { Row } from "../fields/kind.ts";
import { unknownId } from "../unknown-id.ts";
import { emitChange, eventsSince } from "../versions.ts";
import { restoreUnder } from "./archive-under.ts";
import { derivedValues } from "./derived.ts";
import { concernsRules, editChange, fieldsNamedBy, replaceable, rulesFor } from "./follow-rules.ts";
import { inWorkspace } from "./in-workspace.ts";
import { linksIn } from "./links.ts";
import type { Chosen, ManyNoun } from "./many.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { recordsOf, type Stored } from "./records.ts";
import { richTextsIn } from "./rich-texts.ts";
import { snakeCase } from "./snake-case.ts";
import { treeFields } from "./tree-rule.ts";
import { checkedPatch } from "./writes.ts";

type Input = Readonly<Record<string, unknown>>;

/** The edit of one of many records. */
export interface Edit extends Chosen {
  patch: Input;
}

/** A record as it was read, and as it is written. */
interface Draft {
  id: string;
  version: number;
  before: Stored;
  after: Row;
  /** The columns to write. */
  columns: readonly string[];
}

/** The versions of written records, by their ids. */
type Written = ReadonlyMap<string, number>;

/**
 * Makes the edits that a few statements can make for all records, with the checks, rules and events of single edits, and returns
 * those. Each other one needs a single edit, which says why it is refused, or joins it with what somebody else changed.
 */
export async function editMany(
  ctx: Ctx,
  many: ManyNoun,
  edits: readonly Edit[],
  rows: readonly Stored[],
): Promise<Written> {
  const runtime = inWorkspace(ctx, many.runtime);
  const known = await changeableRows(ctx, many.update, edits, rows);
  const touched = await touchedSince(ctx, runtime, edits, known);
  const patches = new Map<string, Input | null>();
  const fitting: { row: Stored; patch: Input }[] = [];
  for (const { id, version, patch: given } of edits) {
    const row = known.get(id);
    if (!row) continue;
    // Most changes have one input for all records: it is checked once.
    const key = JSON.stringify(given);
    if (!patches.has(key)) patches.set(key, await patchOf(ctx, many, runtime, { id, version, ...given }));
    const patch = patches.get(key);
    const others = touched.get(id);
    if (!patch) continue;
    const columns = others && [
      ...Object.keys(runtime.table.columns(patch, ctx.tenant)),
      ...replaceable(runtime, fieldsNamedBy(runtime.noun.fields, patch)),
    ];
    if (!columns?.some((one) => others?.has(one))) fitting.push({ row, patch });
  }
  return await write(ctx, runtime, await decided(ctx, runtime, fitting), runtime.noun.events.updated);
}

/** Archives or restores records likewise. */
export async function archiveMany(
  ctx: Ctx,
  many: ManyNoun,
  act: "archive" | "restore",
  chosen: readonly Chosen[],
  rows: readonly Stored[],
): Promise<Written> {
  const runtime = inWorkspace(ctx, many.runtime);
  const { noun } = runtime;
  const [first] = chosen;
  // Each entry of a list in the settings may be in the middle of a merge.
  if (!first || noun.settings || !(await accepted(() => requireInput(many[act], ctx, { ...first })))) return new Map();
  const known = await changeableRows(ctx, many[act], chosen, rows);
  const touched = await touchedSince(ctx, runtime, chosen, known);
  const archivedAt = act === "archive" ? new Date() : null;
  const drafts = [...known.values()].flatMap((before): Draft[] => {
    if ((before.archivedAt === null) === (archivedAt === null) || touched.get(before.id)?.has("archivedAt")) return [];
    return [
      { id: before.id, version: before.version, before, after: { ...before, archivedAt }, columns: ["archivedAt"] },
    ];
  });
  const { archived, restored } = noun.events;
  const written = await write(ctx, runtime, drafts, act === "archive" ? archived : restored);
  if (act === "restore" && written.size > 0) await restoreUnder(ctx, noun, [...written.keys()]);
  return written;
}

/** The records that the actor may change and that are not older than asked for, by id. */
async function changeableRows(
  ctx: Ctx,
  operation: ManyNoun["update" | "archive" | "restore"],
  chosen: readonly Chosen[],
  rows: readonly Stored[],
): Promise<ReadonlyMap<string, Stored>> {
  const versions = new Map(chosen.map(({ id, version }) => [id, version]));
  const known = rows.filter(({ id, version }) => (versions.get(id) ?? Number.POSITIVE_INFINITY) <= version);
  const ids = known.map(({ id }) => id);
  const may = await changeable(operation, ctx, ids);
  return new Map(known.flatMap((row) => (may.has(row.id) ? [[row.id, row]] : [])));
}

/** The columns that were changed since the actor saw these records, by the ids of those that were. */
async function touchedSince(
  ctx: Ctx,
  { noun }: NounRuntime,
  chosen: readonly Chosen[],
  known: ReadonlyMap<string, Stored>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const stale = chosen.filter(({ id, version }) => (known.get(id)?.version ?? version) > version);
  if (stale.length === 0) return new Map();
  const since = groupBy(await eventsSince(ctx, noun.entity, stale), ({ entityId }) => entityId);
  return new Map(stale.map(({ id }) => [id, new Set(since.get(id)?.flatMap(({ after }) => Object.keys(after ?? {})))]));
}

/** The result of checks; null if they refuse. An error of the database ends the transaction, and is no refusal. */
async function accepted<T>(check: () => Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * The checked values of an edit; null if a record may get others or none. The id is that of no record: what only a record may keep
 * that has it, such as an archived option, is left to a single edit.
 */
async function patchOf(ctx: Ctx, { update }: ManyNoun, runtime: NounRuntime, input: Input): Promise<Input | null> {
  const patch = await accepted(async () => {
    const { id: _id, version: _version, ...given } = await requireInput(update, ctx, input);
    return await checkedPatch(ctx, runtime, given, unknownId);
  });
  return patch && isAlone(runtime, patch) ? patch : null;
}

/** Whether no other rows follow from the values, so that a few statements can write many: links, mentions in texts, and the places of other records in a tree do. */
export function isAlone({ noun }: Pick<NounRuntime, "noun">, patch: Input): boolean {
  const names = fieldsNamedBy(noun.fields, patch);
  const links = linksIn(noun.fields).map(([name]) => name);
  const trees = treeFields(noun).map(({ field }) => field);
  return ![...links, ...trees, ...richTextsIn(noun.fields)].some((name) => names.has(name));
}

/** The records with their new values and those that follow by the rules; without those that rules refuse. */
async function decided(
  ctx: Ctx,
  runtime: NounRuntime,
  edits: readonly { row: Stored; patch: Input }[],
): Promise<Draft[]> {
  const { noun, table } = runtime;
  const concerned = edits.map(({ row, patch }) => {
    const columns = table.columns(patch, ctx.tenant);
    const after = { ...row, ...columns };
    const isRuled = concernsRules(runtime, fieldsNamedBy(noun.fields, patch));
    return { row, patch, columns, change: isRuled ? editChange(ctx, runtime, row, after, patch) : null };
  });
  const decide = await rulesFor(
    ctx,
    runtime,
    concerned.flatMap(({ change }) => change ?? []),
  );
  const drafts: Draft[] = [];
  for (const { row, columns, change } of concerned) {
    const decision = change ? decide(change) : { set: {} };
    if ("reason" in decision) continue;
    const set = table.columns(decision.set, ctx.tenant);
    const derived = change && (await accepted(async () => derivedValues(runtime, { ...change.after, ...set })));
    if (change && !derived) continue;
    const more = { ...set, ...table.columns(derived ?? {}, ctx.tenant) };
    // One that stays as it is gets no new version.
    if (!changes(row, { ...row, ...ofRow(row, columns) })) continue;
    const after = { ...row, ...columns, ...more };
    const { id, version } = row;
    drafts.push({ id, version, before: row, after, columns: [...Object.keys({ ...columns, ...more })] });
  }
  return drafts;
}

/** The columns that a row has: folded copies follow from them. */
const ofRow = (row: Stored, columns: Row): Row =>
  Object.fromEntries(Object.entries(columns).filter(([column]) => column in row));

/** Writes records that nobody has changed since they were read, with their events; one that the database refuses is left out. */
async function write(
  ctx: Ctx,
  runtime: NounRuntime,
  drafts: readonly Draft[],
  event: EventDefinition,
): Promise<Written> {
  const { noun, table, parents } = runtime;
  const done: Draft[] = [];
  for (const some of groupBy(drafts, ({ columns }) => columns.join()).values()) {
    const columns = setsOf(runtime, some[0]?.columns ?? []);
    const { written } = await updateValidRows<Draft>(ctx, noun.head.table, columns, some);
    done.push(...some.filter(({ id }) => written.has(id)));
  }
  if (done.length === 0) return new Map();
  const rows = await recordsOf(ctx, noun.entity).findMany({
    where: { id: { in: done.map(({ id }) => id) } },
    select: Object.fromEntries(Object.entries(table.select).filter(([, read]) => read === true)),
  });
  const stored = new Map(rows.map((row) => [row.id, table.unpacked(row) as Stored]));
  const versions = new Map<string, number>();
  for (const { id, before } of done) {
    const after = { ...before, ...stored.get(id) };
    const both = (one: Stored, other: Stored) => [other, one].flatMap((row) => parents(row));
    emitChange<Stored, EventDefinition["payload"]>(
      ctx,
      { event, select: table.recorded, parents: both },
      before,
      after,
    );
    await runtime.settled(ctx, before, after);
    versions.set(id, after.version);
  }
  return versions;
}

/** How these columns are written; the values of custom fields share two. */
function setsOf({ table }: NounRuntime, columns: readonly string[]): SetColumn<Draft>[] {
  const names = columns.map(snakeCase);
  const known = new Set(table.sets.map(({ column }) => column));
  const isCustom = names.some((name) => !known.has(name) && name !== "archived_at");
  const wanted = new Set([...names, ...(isCustom ? ["custom", "custom_keys"] : [])]);
  const sets = table.sets.filter(({ column }) => wanted.has(column));
  const own = sets.map(({ value, ...column }): SetColumn<Draft> => ({ ...column, value: ({ after }) => value(after) }));
  if (!wanted.has("archived_at")) return own;
  return [...own, { column: "archived_at", type: "timestamptz", value: ({ after }) => after.archivedAt }];
}
