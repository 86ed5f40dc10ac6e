import "server-only";
import { z } from "zod";
import type { BulkChange } from "@/lib/bulk-changes";
import { valueIn } from "@/lib/fields/custom";
import { progressionsIn } from "@/lib/fields/progression";
import { type FieldChange, plannedChange } from "@/lib/planned-change";
import type { Ctx } from "../context.ts";
import { withSavepoint } from "../db/savepoint.ts";
import { AppError, invalid, isOvertaken, notFound, sqlState, toAppError } from "../errors.ts";
import { isRetried, Retry } from "../execute.ts";
import { log } from "../log.ts";
import { readerZone } from "../reader-zone.ts";
import { unknownId } from "../unknown-id.ts";
import { archiveMany, type Edit, editMany } from "./edit-many.ts";
import { inWorkspace } from "./in-workspace.ts";
import { actOf, type Chosen, type ManyNoun, presented, seenRows } from "./many.ts";
import type { AnyRecord } from "./noun-runtime.ts";
import { recordsOf, type Stored } from "./records.ts";
import { changedFrom, editsById } from "./set-beside.ts";

/** How a record was before a change of many, as its undo needs it. */
const earlier = z.union([
  z.object({ patch: z.record(z.string(), z.unknown()) }),
  z.object({ archivedAt: z.string().nullable() }),
  z.object({ act: z.string() }),
]);
export type Earlier = z.output<typeof earlier>;

/** The result for one record: `name` where it is known. */
export interface Outcome {
  id: string;
  state: "changed" | "skipped" | "failed";
  version: number | null;
  name: string | null;
  reason: string | null;
  before: Earlier | null;
  /** The value of the changed field before, as its record has it. */
  shown: unknown;
}

type Made = Pick<Outcome, "version" | "before"> | { skip: string };

/**
 * Changes records with the rights, rules and conflicts of single edits: as many as a few statements can change together, and then for
 * so long each other one by its operation. A record that cannot be changed says why, and leaves nothing of its change behind.
 * The results are in the order of the records; one that time was too short for has none.
 */
export async function changeRecords(
  ctx: Ctx,
  many: ManyNoun,
  change: BulkChange,
  chosen: readonly Chosen[],
  ms: number,
): Promise<Outcome[]> {
  const { together, isRefused } = await atOnce(ctx, () => changeTogether(ctx, many, change, chosen));
  const left = chosen.filter(({ id }) => !together.has(id));
  const single = await inTime(ctx, left, { ms, isRefused }, async () => {
    const ids = left.map(({ id }) => id);
    const rows = await seenRows(ctx, many, ids);
    const [records, stored] = [presented(ctx, many, rows), byId(rows)];
    return {
      work: (inner: Ctx, one: Chosen) =>
        changeOne(inner, many, change, { ...one, record: records.get(one.id), row: stored.get(one.id) }),
      failed: (error: unknown, { id }: Chosen): Outcome => ({
        ...nothing,
        id,
        name: nameOf(records.get(id)),
        state: "failed",
        reason: reasonOf(error, ctx),
      }),
    };
  });
  return inOrder(chosen, [...together.values(), ...single]);
}

function inOrder<Result extends { id: string }>(rows: readonly Chosen[], results: readonly Result[]): Result[] {
  const known = byId(results);
  return rows.flatMap(({ id }) => known.get(id) ?? []);
}

const byId = <One extends { id: string }>(all: readonly One[]): ReadonlyMap<string, One> =>
  new Map(all.map((one) => [one.id, one]));

/** The results of records that are changed together, by id; none, and `isRefused`, where the database refuses one of them. */
async function atOnce<Result>(
  ctx: Ctx,
  work: () => Promise<ReadonlyMap<string, Result>>,
): Promise<{ together: ReadonlyMap<string, Result>; isRefused: boolean }> {
  try {
    return { together: await withSavepoint(ctx, work), isRefused: false };
  } catch (error) {
    if (isLost(error)) throw error;
    return { together: new Map(), isRefused: true };
  }
}

/** Whether the transaction of a batch is lost with an error, and is to run again. */
const isLost = (error: unknown): boolean => isRetried(error) && !isOvertaken(error) && !(error instanceof Retry);

const nothing = { version: null, reason: null, before: null, shown: null } as const;

const nameOf = (record: AnyRecord | undefined): string | null => {
  const { name } = (record ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : null;
};

/** The results of those records that need no statement of their own, by id. */
async function changeTogether(
  ctx: Ctx,
  many: ManyNoun,
  change: BulkChange,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<string, Outcome>> {
  if (change.type === "delete" || change.type === "act") return new Map();
  const rows = await seenRows(
    ctx,
    many,
    chosen.map(({ id }) => id),
  );
  const [records, stored] = [presented(ctx, many, rows), byId(rows)];
  const outcomes = new Map<string, Outcome>();
  const changing = new Map<string, Edit & { before: Earlier | null; record: AnyRecord }>();
  for (const { id, version } of chosen) {
    const record = records.get(id);
    if (!record || endsSeriesOf(change, record)) continue;
    const plan = planOf(ctx, many, change, record);
    if ("skip" in plan) outcomes.set(id, { ...nothing, id, name: nameOf(record), state: "skipped", reason: plan.skip });
    else changing.set(id, { id, version, record, ...plan });
  }
  const edits = [...changing.values()];
  const emitted = ctx.emitted.length;
  const written =
    "field" in change ? await editMany(ctx, many, edits, rows) : await archiveMany(ctx, many, change.type, edits, rows);
  const made = editsById(ctx, many, emitted);
  for (const { id, before: planned, record } of edits) {
    const version = written.get(id);
    if (version === undefined) continue;
    const before = withBeside(planned, changedFrom(ctx, many, stored.get(id), made.get(id)));
    const shown = shownBefore(record, change);
    outcomes.set(id, { ...nothing, id, name: nameOf(record), state: "changed", version, before, shown });
  }
  return outcomes;
}

/** Values that rules set beside the edited field are undone with it, in the same edit. */
const withBeside = (planned: Earlier | null, beside: Readonly<Record<string, unknown>>): Earlier | null =>
  planned && "patch" in planned ? { patch: { ...planned.patch, ...beside } } : planned;

const shownBefore = (record: AnyRecord, change: BulkChange): unknown =>
  "field" in change ? valueIn(record, change.field) : null;

async function changeOne(
  ctx: Ctx,
  many: ManyNoun,
  change: BulkChange,
  { id, version, record, row }: Chosen & { record: AnyRecord | undefined; row: Stored | undefined },
): Promise<Outcome> {
  if (!record) throw notFound(many.runtime.noun.head.one);
  const outcome = { ...nothing, id, name: nameOf(record) };
  const emitted = ctx.emitted.length;
  const made = await make(ctx, many, change, { record, version });
  if ("skip" in made) return { ...outcome, state: "skipped", reason: made.skip };
  if (ctx.emitted.length === emitted) return { ...outcome, state: "skipped", reason: unchanged };
  const before = withBeside(made.before, changedFrom(ctx, many, row, editsById(ctx, many, emitted).get(id)));
  return { ...outcome, state: "changed", version: made.version, before, shown: shownBefore(record, change) };
}

/** How one record is handled, and what its failure means. */
interface Handling<Row, Result> {
  work(ctx: Ctx, row: Row): Promise<Result>;
  failed(error: unknown, row: Row): Result;
}

/**
 * Handles rows in turn for so many milliseconds, one at least. As most batches have no failure, they begin without a savepoint for
 * each row; after a failure all of it is undone, and done again with them. `isRefused`: one failed already.
 */
async function inTime<Row, Result>(
  ctx: Ctx,
  rows: readonly Row[],
  { ms, isRefused }: { ms: number; isRefused: boolean },
  prepare: () => Promise<Handling<Row, Result>>,
): Promise<Result[]> {
  if (rows.length === 0) return [];
  const each = async (work: (row: Row) => Promise<Result>) => {
    const results: Result[] = [];
    const late = performance.now() + ms;
    for (const row of rows) {
      if (results.length > 0 && performance.now() > late) break;
      results.push(await work(row));
    }
    return results;
  };
  if (!isRefused) {
    const { work } = await prepare();
    try {
      return await withSavepoint(ctx, () => each((row) => work(ctx, row)));
    } catch (error) {
      if (isLost(error)) throw error;
    }
  }
  const { work, failed } = await prepare();
  return await each((row) => guarded(ctx, (inner) => work(inner, row)).catch((error: unknown) => failed(error, row)));
}

const unchanged = "It already has this value.";

interface Target {
  record: AnyRecord;
  version: number;
}

/** The change of a field or of the record itself. */
type PlainChange = Exclude<BulkChange, { type: "act" } | { type: "delete" }>;
type Plan = { skip: string } | { patch: Record<string, unknown>; before: Earlier | null };

/** Whether archiving this record ends its series too: its operation alone does that. */
const endsSeriesOf = (change: BulkChange, record: AnyRecord): boolean =>
  change.type === "archive" && change.endsSeries === true && (Reflect.get(record, "repeats") ?? null) !== null;

/** The edit of one record, with what its undo needs; or why there is none. */
function planOf(ctx: Ctx, many: ManyNoun, change: PlainChange, record: AnyRecord): Plan {
  if ("field" in change) return edited(ctx, many, change, record);
  const isArchived = record.archivedAt !== null;
  if (isArchived === (change.type === "archive"))
    return { skip: isArchived ? "It is already archived." : "It is not archived." };
  return { patch: {}, before: { archivedAt: record.archivedAt } };
}

async function make(ctx: Ctx, many: ManyNoun, change: BulkChange, { record, version }: Target): Promise<Made> {
  const target = { id: record.id, version };
  if (change.type === "delete") {
    if (!many.delete) throw new AppError("FORBIDDEN", "Records of this kind cannot be deleted.");
    await many.delete(ctx, target);
    return { version: null, before: null };
  }
  if (change.type === "act") {
    const { name, values } = change;
    const done = await requireAct(many, change).run(ctx, { ...values, type: name, ...target } as never);
    return { version: done.version, before: { act: name } };
  }
  const plan = planOf(ctx, many, change, record);
  if ("skip" in plan) return plan;
  const archived = { ...target, ...(endsSeriesOf(change, record) ? { endsSeries: true } : {}) };
  const done =
    "field" in change ? await many.update(ctx, { ...target, ...plan.patch }) : await many[change.type](ctx, archived);
  return { version: done.version, before: plan.before };
}

function edited(ctx: Ctx, many: ManyNoun, change: FieldChange, record: AnyRecord): Plan {
  const { fields } = inWorkspace(ctx, many.runtime).noun;
  const planned = plannedChange(fields, change, record, readerZone(ctx));
  if ("skip" in planned) return planned;
  const [progression] = progressionsIn(fields).filter(([name]) => name === change.field);
  const reason = progression?.[1].progression.reason;
  const more = reason === undefined ? {} : { [reason]: Reflect.get(record, reason) ?? null };
  return { patch: planned.patch, before: planned.before && { patch: { ...planned.before, ...more } } };
}

/** The act that a change names, with its values checked. VALIDATION for one that this kind of record does not have. */
export function requireAct(many: ManyNoun, { name, values }: Extract<BulkChange, { type: "act" }>) {
  const act = actOf(many, name);
  if (!act) throw invalid("change.name", "There is no such action.");
  const parsed = act.input.safeParse({ ids: [unknownId], action: { ...values, type: name } });
  if (!parsed.success) throw invalid("change.values", parsed.error.issues[0]?.message ?? "The values do not fit.");
  return act;
}

interface Undone {
  id: string;
  state: "undone" | "kept";
  reason: string | null;
}

type Changed = Chosen & { before: unknown };

/**
 * Takes back the change of records likewise; where somebody changed the same since, it stays, with the reason.
 */
export async function undoRecords(ctx: Ctx, many: ManyNoun, rows: readonly Changed[], ms: number): Promise<Undone[]> {
  const { together, isRefused } = await atOnce(ctx, () => undoTogether(ctx, many, rows));
  const left = rows.filter(({ id }) => !together.has(id));
  const single = await inTime(ctx, left, { ms, isRefused }, async () => ({
    async work(inner: Ctx, { id, version, before }: Changed): Promise<Undone> {
      const was = earlier.safeParse(before).data;
      if (!was) return { id, state: "kept", reason: "You may not see its earlier value." };
      await restore(inner, many, { id, version }, was);
      return { id, state: "undone", reason: null };
    },
    failed: (error: unknown, { id }: Changed): Undone => ({ id, state: "kept", reason: undoReason(error, ctx) }),
  }));
  return inOrder(rows, [
    ...[...together.keys()].map((id) => ({ id, state: "undone" as const, reason: null })),
    ...single,
  ]);
}

/** The new versions of those records that need no statement of their own to be as before, by id. */
async function undoTogether(ctx: Ctx, many: ManyNoun, rows: readonly Changed[]): Promise<ReadonlyMap<string, number>> {
  const edits: Edit[] = [];
  const archived: Chosen[] = [];
  for (const { id, version, before } of rows) {
    const was = earlier.safeParse(before).data;
    if (was && "patch" in was) edits.push({ id, version, patch: backward(ctx, many, was.patch).patch });
    else if (was && "archivedAt" in was && was.archivedAt === null) archived.push({ id, version });
  }
  const ids = [...edits, ...archived].map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const seen = await seenRows(ctx, many, ids);
  const restored = await archiveMany(ctx, many, "restore", archived, seen);
  return new Map([...restored, ...(await editMany(ctx, many, edits, seen))]);
}

async function restore(ctx: Ctx, many: ManyNoun, target: Chosen, was: Earlier): Promise<void> {
  if ("patch" in was) await editBack(ctx, many, target, was.patch);
  else if ("act" in was) await requireUndo(many, was.act)(ctx, target as never);
  else if (was.archivedAt === null) await many.restore(ctx, target);
  else {
    await many.archive(ctx, target);
    // It counts as archived since the first time, so that it is not kept longer than before.
    const data = { archivedAt: new Date(was.archivedAt) };
    await recordsOf(ctx, many.runtime.noun.entity).update({ where: { id: target.id }, data, select: { id: true } });
  }
}

function requireUndo(many: ManyNoun, name: string) {
  const act = actOf(many, name);
  if (!act) throw new AppError("CONFLICT", "This action can no longer be undone.");
  return act.undo;
}

/** The edit that undoes another one, without reasons of steps back that the record did not have; and these. */
function backward(ctx: Ctx, many: ManyNoun, patch: Readonly<Record<string, unknown>>) {
  const { noun } = inWorkspace(ctx, many.runtime);
  const reasons = progressionsIn(noun.fields).flatMap(([name, { progression }]) =>
    name in patch && (patch[progression.reason] ?? null) === null ? [progression.reason] : [],
  );
  return { patch: Object.fromEntries(Object.entries(patch).filter(([name]) => !reasons.includes(name))), reasons };
}

/** A step back along an ordered choice needs a reason where its record has none from before. */
async function editBack(
  ctx: Ctx,
  many: ManyNoun,
  target: Chosen,
  was: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { patch, reasons } = backward(ctx, many, was);
  if (reasons.length === 0) return void (await many.update(ctx, { ...target, ...patch }));
  try {
    await withSavepoint(ctx, () => many.update(ctx, { ...target, ...patch }));
  } catch (error) {
    if (!(error instanceof AppError && error.code === "VALIDATION")) throw error;
    const given = Object.fromEntries(reasons.map((name) => [name, "The bulk change was undone."]));
    await many.update(ctx, { ...target, ...patch, ...given });
  }
}

const tries = 3;

/** Runs the change of one record so that its failure undoes nothing else; what others overtook is tried again. */
async function guarded<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const inner: Ctx = { ...ctx, attempt };
    try {
      return await withSavepoint(inner, () => work(inner));
    } catch (error) {
      const again = error instanceof Retry || isOvertaken(error);
      if (!again || attempt === tries) throw error;
    }
  }
}

/** The reason for people. An error that says nothing of this record is thrown on: the whole batch failed. */
function reasonOf(error: unknown, ctx: Ctx): string {
  if (error instanceof Retry) return "Several people changed this at the same time.";
  if (sqlState(error) === "55P03") return "Another process is using this record, such as an import. Try again later.";
  const { code, message } = toAppError(error, ctx.requestId);
  if (code === "UNAVAILABLE" || !(error instanceof AppError || isOvertaken(error))) throw error;
  return message;
}

function undoReason(error: unknown, ctx: Ctx): string {
  if (error instanceof AppError && error.code === "CONFLICT") return "Somebody has since changed it.";
  if (error instanceof AppError && error.code === "NOT_FOUND") return "It was deleted, or you may no longer see it.";
  return reasonOf(error, ctx);
}

/** Records an error that no person can act on, and returns the words for its record. */
export function unexpected(error: unknown, ctx: Ctx, id: string): string {
  log.error({ err: error, tenantId: ctx.tenant.id, recordId: id }, "a record of many could not be changed");
  return "Something went wrong on our side. Nothing was changed in this record.";
}
