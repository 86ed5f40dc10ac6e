import "server-only";
import type { z } from "zod";
import { env } from "@/env";
import type { Permission } from "@/lib/roles";
import { sameAcrossBundles } from "./across-bundles.ts";
import { noteActivity } from "./activity.ts";
import type { Ctx, IdentityCtx } from "./context.ts";
import { tenantDb } from "./db/tenant-db.ts";
import { isDeleted } from "./deletion-due.ts";
import { type ModuleKey, moduleOf, moduleOfPermission } from "./entitlements.ts";
import {
  AppError,
  invalid,
  isOvertaken,
  notFound,
  parseFailure,
  refusedByDatabase,
  sqlState,
  unsure,
} from "./errors.ts";
import { holdRights } from "./held-rights.ts";
import type { IdentityDef, Kind, RowsOf, TenantDef } from "./operation-def.ts";
import { mayWhileReadOnly } from "./permissions.ts";
import { notingRefusals } from "./refusals.ts";
import { isGuest, type OwnedRow } from "./scope.ts";
import { noteReading, refuseStaff, requireSupport } from "./staff/support-session.ts";
import { requireConfirmed } from "./step-up.ts";
import { unstorableText } from "./storable.ts";
import { isMalformedId, withUnknownIds } from "./unknown-id.ts";
import { writeEvents } from "./write-events.ts";
import { countWrite } from "./write-rate.ts";

/**
 * Thrown by a mutation that lost a conflict which a fresh snapshot can resolve; `execute()` runs it again from the
 * start.
 */
export class Retry extends Error {
  override name = "Retry";
}
sameAcrossBundles(Retry, "Retry");

/** Whether the whole transaction is to run again after this error: a part of it must not catch it. */
export const isRetried = (error: unknown): boolean =>
  error instanceof Retry || isOvertaken(error) || retriable.has(sqlState(error) ?? "");

const isProduction = env.NODE_ENV === "production";
const attempts = 4;
const retriable = new Set(["40001", "40P01"]);

type Full<D> = D & { module: ModuleKey };

/**
 * The only way to run an operation. It checks module, permission, input and rows, runs it and checks the output. A
 * mutation is one transaction that commits its events with its rows; an inner operation joins it.
 */
export async function execute<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<TenantDef<K, I, O>>,
  ctx: Ctx,
  input: z.input<I>,
): Promise<z.output<O>> {
  return await notingRefusals(def, ctx, () => perform(def, ctx, input));
}

/** Counts a change that a session may make, once with all that it changes in turn. */
async function paced(def: { kind: Kind }, ctx: Ctx): Promise<Ctx> {
  if (def.kind === "query" || ctx.inTransaction || ctx.isPaced) return ctx;
  await countWrite(ctx.actor);
  return { ...ctx, isPaced: true };
}

async function perform<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<TenantDef<K, I, O>>,
  given: Ctx,
  input: z.input<I>,
): Promise<z.output<O>> {
  requireAllowed(def, given);
  const ctx = await paced(def, given);
  const { data: parsed, malformed } = parse(def.input, input);
  if (def.kind === "mutation") requireKindOn(ctx, parsed);
  requireConfirmed(def, ctx.actor, parsed);
  if (malformed) return await refuseUnknown(def, ctx, parsed);
  await noteReading(ctx, def, parsed, (note) => inTransaction(ctx, async (inner) => note(inner)));
  if (def.kind === "query" || ctx.inTransaction) return await answered(ctx, runIn(def, ctx, parsed));
  if (!def.external) return await inTransaction(ctx, (inner) => runIn(def, inner, parsed));
  try {
    return await runIn(def, ctx, parsed);
  } catch (error) {
    throw unsure(error, ctx.requestId);
  }
}

/** Returns an answer, unless its support session has ended meanwhile. */
async function answered<T>(ctx: Ctx, answer: Promise<T>): Promise<T> {
  const result = await answer;
  await requireSupport(ctx);
  return result;
}

/** Runs `work` in one transaction with its events; repeats it when the database asks for a retry. */
export async function inTransaction<T>(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
  limit?: { timeoutMs: number },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let committing = false;
    try {
      const afterCommit: (() => void)[] = [];
      const result = await tenantDb(ctx.tenant.id).tx(async (db) => {
        const outcome = { unchanged: false };
        const own = { emitted: [], afterCommit, outcome, counted: new Map() };
        const inner: Ctx = { ...ctx, db, inTransaction: true, attempt, ...own };
        const done = await work(inner);
        await writeEvents(inner);
        await requireSupport(inner);
        committing = true;
        return done;
      }, limit);
      for (const act of afterCommit) act();
      noteActivity("change", ctx.tenant.id);
      return result;
    } catch (error) {
      // The data changed between read and write: a second attempt answers as it would for a later caller.
      const overtaken = attempt === 1 && isOvertaken(error);
      const again = overtaken || error instanceof Retry || retriable.has(sqlState(error) ?? "");
      if (!again) throw committing && !refusedByDatabase(error) ? unsure(error, ctx.requestId) : error;
      if (attempt === attempts)
        throw new AppError("CONFLICT", "Several people changed this at the same time. Try again.", undefined, error);
    }
  }
}

/** Checks that an actor may call this operation at all: workspace, module, permission. Throws the reason if not. */
export function requireAllowed(
  def: Pick<
    Full<TenantDef<Kind, z.ZodType, z.ZodType>>,
    "module" | "permission" | "orPermission" | "guests" | "staff" | "kind"
  >,
  ctx: Ctx,
): void {
  requireOpen(ctx);
  refuseStaff(def, ctx);
  if (!ctx.entitlements.has(def.module) || !ctx.entitlements.has(moduleOfPermission(def.permission))) throw moduleOff();
  const isLetIn =
    ctx.can(def.permission) ||
    (def.orPermission !== undefined && ctx.can(def.orPermission)) ||
    (def.guests === true && isGuest(ctx) && (ctx.readOnly === null || mayWhileReadOnly(def.permission)));
  const isClosed = def.guests === false && isGuest(ctx);
  if (isClosed || !isLetIn)
    throw new AppError("FORBIDDEN", refusal(ctx, def.permission), { permission: def.permission });
}

/** Throws the reason if nobody but the system may act in this workspace. */
export function requireOpen({ tenant, actor }: Ctx): void {
  if (actor.type === "system") return;
  if (isDeleted(tenant)) throw notFound("workspace");
  if (tenant.status === "suspended")
    throw new AppError(
      "FORBIDDEN",
      `This workspace is suspended${tenant.suspendedReason ? `: ${tenant.suspendedReason}` : "."}`,
    );
}

const moduleOff = () => new AppError("MODULE_OFF", "This module is turned off in this workspace.");

/** Refuses a change whose input names a kind of record of a module that is off: a custom field of projects, an export of tasks. */
function requireKindOn(ctx: Ctx, input: unknown): void {
  const { entity, noun } = Object(input) as Record<string, unknown>;
  for (const kind of [entity, noun])
    if (typeof kind === "string" && !ctx.entitlements.has(moduleOf(kind))) throw moduleOff();
}

function refusal(ctx: Ctx, permission: Permission): string {
  if (ctx.readOnly && !mayWhileReadOnly(permission)) return ctx.readOnly;
  if (ctx.actor.type === "apiKey") return "This API key, or the member it belongs to, is not allowed to do this.";
  return `Your role (${ctx.member?.role ?? "none"}) is not allowed to do this. Ask an owner or admin of ${ctx.tenant.name}.`;
}

/** Parses an input. Malformed ids are replaced by an id that no record has, so they are answered like unknown ids. */
function parse<S extends z.ZodType>(schema: S, input: unknown): { data: z.output<S>; malformed: boolean } {
  let result = schema.safeParse(input);
  const malformed = !result.success && isMalformedId(result.error);
  if (!result.success && malformed) result = schema.safeParse(withUnknownIds(input, result.error));
  if (!result.success) throw malformed ? notFound() : parseFailure(result.error);
  const problem = unstorableText(result.data);
  if (problem) throw invalid(problem.path, problem.message);
  return { data: result.data, malformed };
}

/**
 * Runs an operation whose input has malformed ids, and throws NOT_FOUND if it would succeed. Nothing changes: a query
 * writes nothing, a mutation is rolled back, of an external operation only the rows are checked.
 */
async function refuseUnknown<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<TenantDef<K, I, O>>,
  ctx: Ctx,
  input: z.output<I>,
): Promise<never> {
  const refuse = async (inner: Ctx): Promise<never> => {
    if (def.external || ctx.inTransaction) await checkInput(def, inner, input);
    else await runIn(def, inner, input);
    throw notFound();
  };
  return def.kind === "query" || def.external || ctx.inTransaction
    ? await refuse(ctx)
    : await inTransaction(ctx, refuse);
}

async function runIn<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<TenantDef<K, I, O>>,
  asked: Ctx,
  input: z.output<I>,
): Promise<z.output<O>> {
  const ctx = def.changesAccess && asked.inTransaction ? await holdRights(asked, def.permission) : asked;
  await checkInput(def, ctx, input);
  const before = ctx.emitted.length;
  // Each operation must emit its own events: an inner one that changed nothing does not excuse the next.
  const outcome = { unchanged: false };
  const result = await def.run({ ...ctx, outcome }, input);
  const needsEvent = def.kind === "mutation" && !def.external && !def.silent && !outcome.unchanged;
  if (needsEvent && ctx.emitted.length === before)
    throw new Error(`A mutation ended without an event: ${def.describe}`);
  if (outcome.unchanged) ctx.outcome.unchanged = true;
  return def.presented && isProduction ? (result as z.output<O>) : def.output.parse(result);
}

async function checkInput<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<TenantDef<K, I, O>>,
  ctx: Ctx,
  input: z.output<I>,
): Promise<void> {
  const rows = loadingOnce(ctx, input, [...(def.on ? [def.on] : []), ...(def.uses ?? [])]);
  if (def.on) await checkRows(def.on, ctx, input, def.permission, rows);
  for (const used of def.uses ?? []) await checkRows(used, ctx, input, null, rows);
}

/**
 * The input of an operation, checked as before its run; throws the reason if it is refused. For work on many records, whose
 * rows `changeable` checks for all of them at once.
 */
export async function requireInput<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Omit<Full<TenantDef<K, I, O>>, "run">,
  ctx: Ctx,
  input: unknown,
): Promise<z.output<I>> {
  requireAllowed(def, ctx);
  const { data, malformed } = parse(def.input, input);
  requireConfirmed(def, ctx.actor, data);
  if (malformed) throw notFound();
  // An undo brings back another value for each record: those that need it are checked one by one.
  for (const { scope, ids } of def.uses ?? []) await checkRows({ scope, ids }, ctx, data, null);
  return data;
}

/** Those of these records that the actor sees and may change by an operation. */
export async function changeable(
  { on, permission }: { on?: Pick<RowsOf<never>, "scope">; permission: Permission },
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = (await on?.scope.load(ctx, [...ids])) ?? [];
  return new Set(rows.flatMap((row) => (on?.scope.mayEdit(ctx, row, permission) ? [row.id] : [])));
}

const idsIn = <Input>(on: RowsOf<Input>, input: Input): string[] => [
  ...new Set(on.ids(input).filter((id): id is string => typeof id === "string")),
];

type Rows = RowsOf<never>["scope"];
type LoadRows = (scope: Rows) => Promise<readonly OwnedRow[]>;

/** Loads the rows of one kind that an input names, changed or used, in one statement. */
function loadingOnce<Input>(ctx: Ctx, input: Input, all: readonly RowsOf<Input>[]): LoadRows {
  const loaded = new Map<Rows, Promise<readonly OwnedRow[]>>();
  return (scope) => {
    const known = loaded.get(scope);
    if (known) return known;
    const ids = all.flatMap((one) => (one.scope === scope ? idsIn(one, input) : []));
    const loading = scope.load(ctx, [...new Set(ids)]);
    loaded.set(scope, loading);
    return loading;
  };
}

async function checkRows<Input>(
  on: RowsOf<Input>,
  ctx: Ctx,
  input: Input,
  changing: Permission | null,
  load: LoadRows = loadingOnce(ctx, input, [on]),
): Promise<void> {
  const ids = idsIn(on, input);
  if (ids.length === 0) return;
  const rows = (await load(on.scope)).filter(({ id }) => ids.includes(id));
  const there = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !there.has(id));
  const restored = missing.length > 0 ? ((await on.restored?.(ctx, input, missing)) ?? []) : [];
  if (missing.some((id) => !restored.includes(id))) throw notFound(on.scope.noun);
  const locked = changing && rows.find((row) => !on.scope.mayEdit(ctx, row, changing));
  if (locked)
    throw new AppError(
      "FORBIDDEN",
      `You can see this ${on.scope.noun} but not change it. Ask its owner, a manager of the team or an admin.`,
      { id: locked.id },
    );
}

/**
 * Runs an operation outside any workspace: it checks the sign-in if required and the input, runs it and checks the
 * output.
 */
export async function executeIdentity<K extends Kind, I extends z.ZodType, O extends z.ZodType>(
  def: Full<IdentityDef<K, I, O>>,
  ctx: IdentityCtx,
  input: z.input<I>,
): Promise<z.output<O>> {
  if (def.permission === "person" && ctx.actor.type !== "person")
    throw new AppError("UNAUTHENTICATED", "Sign in first.");
  if (def.kind === "mutation") await countWrite(ctx.actor);
  const { data: parsed, malformed } = parse(def.input, input);
  requireConfirmed(def, ctx.actor, parsed);
  if (malformed) throw notFound();
  try {
    return def.output.parse(await def.run(ctx, parsed));
  } catch (error) {
    throw def.kind === "query" ? error : unsure(error, ctx.requestId);
  }
}
