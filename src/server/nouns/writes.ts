import "server-only";
import { z } from "zod";
import { endsSeries, ifUnchanged } from "@/lib/bulk";
import type { EventDefinition } from "@/lib/events";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { statesIn, transitionTo } from "@/lib/fields/states";
import { nouns, permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { extendSchema } from "@/lib/nouns/derive-schema";
import type { NounAction } from "@/lib/nouns/noun-head";
import type { CreatedEventData } from "@/lib/nouns/similar";
import { createdEventData } from "@/lib/nouns/similar-schema";
import type { CheckedRichText } from "@/lib/rich-text/check";
import { andList, withArticle } from "@/lib/text";
import { memberOf } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { AppError, notFound, violates } from "../errors.ts";
import { changes, emit } from "../events.ts";
import { Retry } from "../execute.ts";
import { recordMentions, textsIn } from "../mentions.ts";
import { newId } from "../new-id.ts";
import type { RowsOf } from "../operation-def.ts";
import { ownedById } from "../owned-of.ts";
import { isAssigned, mayOwn, mayPlace, type Scope } from "../scope.ts";
import { endSeries } from "../series/end-series.ts";
import { heldBefore, updateVersioned } from "../versions.ts";
import { archiveUnder, kindsUnderOf, restoreUnder } from "./archive-under.ts";
import { splitDerived } from "./derived.ts";
import { describeDuplicates, duplicateInput, refuseDuplicate } from "./duplicates.ts";
import { emptyRow } from "./empty-row.ts";
import { concernsRules, derivedFrom, editChange, fieldsNamedBy, replaceable } from "./follow-rules.ts";
import { checkedCustom, inWorkspace } from "./in-workspace.ts";
import { linksIn, linksOf, writeLinks } from "./links.ts";
import {
  type AnyRecord,
  type archiveTarget,
  type Crud,
  type NounRuntime,
  type Target,
  target,
} from "./noun-runtime.ts";
import { completeRow, presentNamed } from "./present.ts";
import { recordsOf, type Stored } from "./records.ts";
import { requireSource } from "./require-source.ts";
import { richTextsIn } from "./rich-texts.ts";
import { refuseMerging } from "./settings.ts";

type Writes = Pick<Crud<Fields, string>, "create" | "update" | "archive" | "restore">;
type Input = Readonly<Record<string, unknown>>;
type UpdateInput = Input & Target;

/** The operations on one record of a noun. */
export function writeOperations(runtime: NounRuntime, uses: RowsOf<Input>[]): Writes {
  const { module, noun, scope } = runtime;
  const { head, entity } = noun;
  const path = `/${head.path}` as const;
  const permission = (action: NounAction) => permissionFor(entity, action);
  const archiving = {
    kind: "mutation",
    permission: permission("edit"),
    on: { scope, ids: (input: { id: string }) => [input.id] },
    input: target,
    output: noun.record,
  } as const;
  return {
    create: module.operation({
      kind: "mutation",
      permission: permission("create"),
      uses,
      input: newInput(runtime),
      output: noun.record,
      rest: { method: "POST", path, creates: true },
      describe: head.owned
        ? `Creates ${withArticle(head.one)}. If no owner is given, you become its owner; with null it has none.${describeDuplicates(noun)}`
        : `Creates ${withArticle(head.one)}.${describeDuplicates(noun)}`,
      async run(ctx, { similarShown, allowDuplicate = false, ...input }) {
        await refuseDuplicate(ctx, runtime, input as Input, allowDuplicate);
        return await create(ctx, inWorkspace(ctx, runtime), input as Input, { similarShown });
      },
    }),
    update: module.operation({
      kind: "mutation",
      permission: permission("edit"),
      on: { scope, ids: (input: { id: string }) => [input.id] },
      uses,
      input: noun.update,
      output: noun.record,
      rest: { method: "PATCH", path: `${path}/{id}` },
      describe: `Changes fields of ${withArticle(head.one)}. CONFLICT, with the current state, if the same field was changed after \`version\`.`,
      run: (ctx, { id, version, ...patch }: UpdateInput) =>
        update(ctx, inWorkspace(ctx, runtime), { id, version }, patch),
    }),
    archive: module.operation({
      ...archiving,
      input: archiveInput(runtime) as unknown as typeof archiveTarget,
      rest: { method: "POST", path: `${path}/{id}/archive` },
      describe: `Archives ${withArticle(head.one)}: it leaves lists and pickers, and can be restored.`,
      async run(given, { ifUnchanged, ...input }) {
        const isWhole = input.withUnder === true;
        const ctx = isWhole ? { ...given, batchId: given.batchId ?? newId() } : given;
        const own = inWorkspace(ctx, runtime);
        const archivedAt = new Date();
        const { series } = runtime;
        const isEnded = series && input.endsSeries ? await endSeries(ctx, { kind: series, scope }, input.id) : false;
        const data = isEnded ? { endedSeries: true } : {};
        const done = await change(
          ctx,
          own,
          { ...input, ifUnchanged },
          { archivedAt },
          { event: noun.events.archived, data },
        );
        if (isWhole) await archiveUnder(ctx, noun, input.id);
        return done;
      },
    }),
    restore: module.operation({
      ...archiving,
      rest: { method: "POST", path: `${path}/{id}/restore` },
      describe: `Restores an archived ${head.one}, with what was archived together with it.`,
      async run(ctx, input) {
        await refuseMerging(ctx, noun, input.id);
        const own = inWorkspace(ctx, runtime);
        const done = await change(ctx, own, input, { archivedAt: null }, { event: noun.events.restored });
        await restoreUnder(ctx, noun, [input.id]);
        return done;
      },
    }),
  };
}

/** The input of a new record: its fields, what the form showed, and whether it may be a duplicate. */
function newInput({ noun, own }: NounRuntime) {
  const fields = (own.placement?.input ?? noun.create) as typeof noun.create;
  return extendSchema(fields, { ...createdEventData, ...duplicateInput(noun) });
}

/** The input of an archiving act: what belongs to a record may go with it, and the series of one that repeats may end. */
function archiveInput({ noun: { entity }, series }: NounRuntime) {
  const own = target.extend({ ifUnchanged });
  if (series) return own.extend({ endsSeries });
  const kinds = kindsUnderOf(entity);
  if (kinds.length === 0) return own;
  const many = andList(kinds.map((kind) => nouns[kind.entity].many));
  return own.extend({
    withUnder: z
      .boolean()
      .optional()
      .meta({ description: `Also archives its ${many}, up to 200.` }),
  });
}

/** The records that an input points to, by field. */
export function usesOf({ noun, targets }: NounRuntime): RowsOf<Input>[] {
  return Object.entries(targets).map(([name, scope]) => {
    const key = inputName(name, noun.fields[name] as Field);
    return {
      scope,
      ids: (input) => [input[key] as string | null | undefined],
      ...(scope.former ? { restored: (ctx, input) => restoredIn(ctx, noun, input, { key, scope }) } : {}),
    };
  });
}

/** The former row that a field held until the change that this edit takes back; an edit by any other version has none. */
async function restoredIn(
  ctx: Ctx,
  { entity }: Noun,
  input: Input,
  { key, scope }: { key: string; scope: Scope },
): Promise<string[]> {
  const { id, version, [key]: wanted } = input;
  if (typeof id !== "string" || typeof version !== "number" || typeof wanted !== "string") return [];
  const [held, known] = [
    await heldBefore(ctx, { entity, id, version, column: key }),
    await scope.former?.(ctx, [wanted]),
  ];
  return held === wanted ? (known ?? []).map((row) => row.id) : [];
}

async function requireAllowed(ctx: Ctx, { noun }: NounRuntime, input: Input, id: string | null): Promise<void> {
  const { ownerId } = input;
  await requireSource(ctx, noun.entity, input, id);
  await requirePlace(ctx, noun, input, id);
  if (noun.head.owned && ownerId !== undefined) requireMayOwn(ctx, noun, ownerId as string | null);
}

/** Throws FORBIDDEN if a record comes to another one that its access follows from, and the actor may add none there. */
async function requirePlace(ctx: Ctx, { head, entity }: NounRuntime["noun"], input: Input, id: string | null) {
  const { accessFrom } = head;
  const source = accessFrom && input[`${accessFrom.field}Id`];
  if (!accessFrom || typeof source !== "string") return;
  const from = (await ownedById(ctx, accessFrom.entity, [source])).get(source);
  if (!from) return;
  if (mayPlace(ctx, from, permissionFor(entity, id === null ? "create" : "edit"))) return;
  throw new AppError("FORBIDDEN", accessFrom.refusal, { field: `${accessFrom.field}Id` });
}

/** Throws FORBIDDEN if the actor could not edit records of this owner. */
function requireMayOwn(ctx: Ctx, { head, entity }: Pick<Noun, "head" | "entity">, ownerId: string | null): void {
  if (isAssigned(entity) || mayOwn(ctx, permissionFor(entity, "edit"), ownerId)) return;
  const message = `You can assign ${head.many} only to yourself or to members of teams that you manage.`;
  throw new AppError("FORBIDDEN", message, { field: "ownerId" });
}

/** Adds the values that the input of a new record lacks: the initial values of its fields, and the creator as owner. */
function withInitial(ctx: Ctx, { head, fields }: NounRuntime["noun"], input: Input): Input {
  const initial = Object.entries(fields).flatMap(([name, field]) =>
    field.initial === null || field.computed ? [] : [[inputName(name, field), field.initial] as const],
  );
  const owner = head.owned ? { ownerId: memberOf(ctx.actor) } : {};
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return { ...owner, ...Object.fromEntries(initial), ...Object.fromEntries(given) };
}

async function create(
  ctx: Ctx,
  runtime: NounRuntime,
  values: Input,
  createdData: CreatedEventData,
): Promise<AnyRecord> {
  const { noun, table, parents } = runtime;
  const input = withInitial(ctx, noun, splitDerived(runtime, await checkedCustom(ctx, runtime, values, null)));
  await requireAllowed(ctx, runtime, input, null);
  const { select } = table;
  const links = await linksOf(ctx, noun.fields, input, null);
  const placement = await runtime.own.placement?.place(ctx, input);
  const besides = { ...links, ...placement?.columns };
  const columns = table.written(await withDerived(ctx, runtime, input, besides), ctx.tenant);
  const data = { ...columns, ...placement?.columns };
  const bare = await recordsOf(ctx, noun.entity)
    .create({ data, select })
    .catch((error: unknown) => {
      throw placement && violates(error, placement.retryOn) ? new Retry() : error;
    });
  await writeLinks(ctx, noun.entity, bare.id, links);
  const row = await completeRow(ctx, runtime, bare);
  const texts = textsIn(noun.fields, input, null);
  emit(ctx, noun.events.created, {
    id: row.id,
    version: row.version,
    parents: parents(row),
    after: { name: row.name, ...("ownerId" in row ? { ownerId: row.ownerId } : {}), ...placement?.recorded },
    data: { ...createdData, ...wroteAny(ctx, noun.fields, input) },
  });
  await recordMentions(ctx, { entity: noun.entity, id: row.id, version: row.version, parents: parents(row), texts });
  await placement?.settle(row);
  await runtime.settled(ctx, null, row);
  return await presentNamed(ctx, runtime, row);
}

/** Notes on an event that a person wrote a formatted text, and did not leave it empty; a program follows nothing. */
function wroteAny({ actor }: Ctx, fields: Fields, input: Input): { wrote?: true } {
  const hasText = (name: string) => ((input[name] ?? null) as CheckedRichText | null)?.text;
  return actor.type === "user" && richTextsIn(fields).some(hasText) ? { wrote: true } : {};
}

/** Adds derived values to the input of a new record; `besides` are its links, and columns that are no input. */
async function withDerived(ctx: Ctx, runtime: NounRuntime, input: Input, besides: Input): Promise<Input> {
  const { noun, table } = runtime;
  const after = { ...emptyRow(noun.fields), ...table.columns(input, ctx.tenant), ...besides };
  return { ...input, ...(await derivedFrom(ctx, runtime, editChange(ctx, runtime, null, after, input))) };
}

/** The values of an edit, checked against the record with this id as far as that is needed; throws the reason if not. */
export async function checkedPatch(ctx: Ctx, runtime: NounRuntime, input: Input, id: string): Promise<Input> {
  const patch = splitDerived(runtime, await checkedCustom(ctx, runtime, input, id));
  await requireAllowed(ctx, runtime, patch, id);
  return patch;
}

async function update(ctx: Ctx, runtime: NounRuntime, target: Target, input: Input): Promise<AnyRecord> {
  const { id } = target;
  const patch = await checkedPatch(ctx, runtime, input, id);
  const { noun, table } = runtime;
  const { updated } = noun.events;
  if (!concernsRules(runtime, fieldsNamedBy(noun.fields, patch)))
    return await change(ctx, runtime, target, patch, { event: updated });
  const row = await rowOf(ctx, runtime, id);
  const after = { ...row, ...table.columns(patch, ctx.tenant) };
  const derived = await derivedFrom(ctx, runtime, editChange(ctx, runtime, row, after, patch));
  const mayReplace = replaceable(runtime, fieldsNamedBy(noun.fields, patch));
  const set = Object.entries(table.columns(derived, ctx.tenant)).filter(([column]) => mayReplace.has(column));
  const replaced = changes(row, { ...row, ...Object.fromEntries(set) })?.after;
  return await change(
    ctx,
    runtime,
    { ...target, row, derived, replaced },
    patch,
    transitionIn(noun, row, after) ?? { event: updated },
  );
}

/** The event of the transition that an edit makes, with its data; undefined if it makes none. */
function transitionIn({ fields, steps }: Noun, before: Input, after: Input): ChangeEvent | undefined {
  for (const [name, { states }] of statesIn(fields)) {
    const [from, to] = [String(before[name]), String(after[name])];
    const [, step] = (from !== to && transitionTo(states, from, to)) || [];
    const event = step && steps[step.event];
    if (event) return { event, data: { from, to } };
  }
  return undefined;
}

async function rowOf(ctx: Ctx, runtime: NounRuntime, id: string): Promise<Stored> {
  const { noun, table } = runtime;
  const { select } = table;
  const row = await recordsOf(ctx, noun.entity).findFirst({ where: { id }, select, relationLoadStrategy: "join" });
  if (!row) throw notFound(noun.head.one);
  return await completeRow(ctx, runtime, row);
}

/** The event of a change, with its data besides the changed fields. */
interface ChangeEvent {
  event: EventDefinition;
  data?: Input;
}

interface ChangeTarget extends Target {
  /** The row, if it was read already. */
  row?: Stored | undefined;
  /** Values that follow from the patch. */
  derived?: Input | undefined;
  /** The columns of typed values that are replaced by these. */
  replaced?: Input | undefined;
  /** Whether any change since is in the way. */
  ifUnchanged?: boolean | undefined;
}

/** Writes one versioned change of a record with its event: the fields in a patch, or when it was archived. */
async function change(
  ctx: Ctx,
  runtime: NounRuntime,
  { id, version, row: known, derived = {}, replaced = {}, ifUnchanged }: ChangeTarget,
  patch: Input,
  { event, data: eventData = {} }: ChangeEvent,
): Promise<AnyRecord> {
  const { noun, table, parents } = runtime;
  const { select } = table;
  const records = recordsOf(ctx, noun.entity);
  const archived = "archivedAt" in patch ? { archivedAt: patch.archivedAt } : {};
  const isLinking = linksIn(noun.fields).some(([name]) => patch[name] !== undefined);
  let before = known ?? (isLinking ? await rowOf(ctx, runtime, id) : undefined);
  const links = isLinking ? await linksOf(ctx, noun.fields, patch, before ?? null) : {};
  const row = await updateVersioned<Stored, z.ZodType>(ctx, {
    event,
    data: { ...eventData, ...wroteAny(ctx, noun.fields, patch) },
    id,
    version,
    columns: { ...replaced, ...table.columns(patch, ctx.tenant), ...links, ...archived },
    select: table.recorded,
    ifUnchanged,
    async load() {
      before ??= await rowOf(ctx, runtime, id);
      return before;
    },
    async write(expected) {
      const columns = table.written({ ...patch, ...derived }, ctx.tenant, before);
      const data = { ...columns, ...archived, version: { increment: 1 } };
      const bare = await records.update({ where: { id, version: expected }, data, select });
      await writeLinks(ctx, noun.entity, id, links);
      return await completeRow(ctx, runtime, bare);
    },
    present: (current) => presentNamed(ctx, runtime, current),
    parents: (after, before) => [before, after].flatMap((one) => parents(one)),
  });
  if (before && row.version !== before.version) {
    const texts = textsIn(noun.fields, patch, before);
    await recordMentions(ctx, { entity: noun.entity, id, version: row.version, parents: parents(row), texts });
    await runtime.settled(ctx, before, row);
  }
  return await presentNamed(ctx, runtime, row);
}
