import "server-only";
import type { z } from "zod";
import { counted } from "@/lib/counted";
import { type Field, type Fields, inputName, isReference } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun, Schema } from "@/lib/nouns/define";
import type {
  AddPart,
  MovePart,
  PartEvent,
  PartList,
  PartRecord,
  Parts,
  PartValues,
  RemovePart,
  UpdatePart,
} from "@/lib/nouns/parts";
import { capital, withArticle } from "@/lib/text";
import { defined } from "../columns.ts";
import type { Ctx } from "../context.ts";
import { AppError, invalid, notFound } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import { newId } from "../new-id.ts";
import type { TenantOperation } from "../operation.ts";
import type { RestRoute } from "../operation-def.ts";
import { isGuest, type Scope } from "../scope.ts";
import { updateVersioned } from "../versions.ts";
import { idInput, type Module } from "./noun-runtime.ts";
import {
  columnsOf,
  factsOf,
  keyOf,
  loadTarget,
  loadWhole,
  type PartReference,
  type PartRow,
  type PartSource,
  type PartTarget,
  presentPart,
  subjectsOf,
  type Whole,
  writeParts,
} from "./part-rows.ts";
import { recordsOf } from "./records.ts";
import type { Refusal } from "./rule.ts";

type Query<W> = TenantOperation<"query", typeof idInput, Schema<W>>;
type Mutation<I, W> = TenantOperation<"mutation", Schema<I>, Schema<W>>;

/** The operations on the parts of a record; each returns the list of parts and the version of the record. */
export interface PartOperations<F extends Fields, K extends string, O extends keyof F, W> {
  declared: PartList;
  list: Query<W>;
  add: Mutation<AddPart<F, O>, W>;
  update: Mutation<UpdatePart<F, K>, W>;
  remove: Mutation<RemovePart<K>, W>;
}
/** The operation of parts that have an order. */
type Moving<K extends string, W> = { move: Mutation<MovePart<K>, W> };

type Targets<F extends Fields> = {
  readonly [K in keyof F as F[K]["kind"] extends "reference" | "member" ? K : never]: PartTarget & {
    noun?: { fields: Fields };
  };
};
type ValuesOf<T, N> = T extends { noun: { fields: infer TF extends Fields } }
  ? N extends readonly (infer K)[]
    ? { [A in K & keyof TF]: TF[A]["$out"] }
    : unknown
  : unknown;
/** A part as rules see it, with the records that it points to. */
type Seen<F extends Fields, O extends keyof F, T, R> = { id: string } & PartValues<F, O> & {
    [K in keyof T]: PartReference<ValuesOf<T[K], R[K & keyof R]>>;
  };

/** A change of one part; `after` are the parts as they would be afterwards. */
export interface PartChange<S> {
  event: "added" | "changed";
  part: S;
  after: readonly S[];
  /** The currency of the record. */
  currency: string;
}

interface PartRules<F extends Fields, O extends keyof F, P, W, T, R> {
  /** The nouns that the fields point to, and which of their fields the rule and the answers need. */
  targets: T;
  reads?: R;
  /**
   * A pure rule: returns the parts that also change, why the change is rejected, or null. It sees what is added or
   * changed.
   */
  rule?(change: PartChange<Seen<F, O, T, R>>): readonly Seen<F, O, T, R>[] | Refusal | null;
  /** Columns of the record that `follow` reads, and those that it sets from the parts after a change. */
  record?: {
    columns: readonly string[];
    follow(parts: readonly Seen<F, O, T, R>[], record: Row): Row;
  };
  /** Computes the values that the declaration lists in `extra`. */
  present?(part: Seen<F, O, T, R>, currency: string): Omit<P, keyof PartRecord<F>>;
  presentTotals?(parts: readonly Seen<F, O, T, R>[], currency: string): Partial<W>;
  sort?(one: P, other: P): number;
}

/** The record whose parts these are. */
interface Owner {
  noun: Pick<Noun, "entity" | "head" | "fields">;
  scope: Scope;
}

type Input = Row & { id: string; version: number };
interface Source extends PartSource {
  rules: PartRules<Fields, never, Row, Row, unknown, unknown>;
}

/** Creates the operations on a list of parts from its declaration. */
export function partOperations<
  F extends Fields,
  K extends string,
  O extends keyof F & string,
  D extends boolean,
  P,
  W,
  T extends Targets<F>,
  const R extends { readonly [A in keyof T]?: readonly string[] } = Record<never, never>,
>(module: Module, { noun, scope }: Owner, list: Parts<F, K, O, D, P, W>, rules: PartRules<F, O, P, W, T, R>) {
  const { head } = noun;
  const { words, many, key } = list;
  const one = withArticle(words.one);
  const { targets, reads = {}, record: { columns = [] } = {} } = rules;
  const source = { noun, list, targets, reads, columns, rules } as unknown as Source;
  const path = `/${head.path}/{id}/${many}` as const;
  const onePath = `${path}/{${key}}` as const;
  const record = withArticle(head.one);
  const amounts = Object.values<Field>(list.fields).some(({ kind }) => kind === "money");
  const units = amounts ? [`Amounts are in minor units of its currency.`] : [];
  const described = (act: string) =>
    [`${act} ${record}.`, ...units, ...(list.help === null ? [] : [list.help])].join(" ");
  const shared = {
    kind: "mutation",
    permission: permissionFor(noun.entity, "edit"),
    on: { scope, ids: (input: { id: string }) => [input.id] },
    uses: Object.entries<PartTarget>(rules.targets).map(([name, target]) => ({
      scope: target.scope,
      ids: (input: unknown) => [(input as Row)[`${name}Id`] as string | undefined],
    })),
    output: list.whole,
  } as const;
  const act = (rest: RestRoute, input: z.ZodType, describe: string, plan: Plan) =>
    module.operation({
      ...shared,
      input: input as Schema<Input>,
      rest,
      describe,
      run: async (ctx, given) => (await changed(ctx, source, given, plan)) as never,
    });
  const operations = {
    declared: list,
    list: module.operation({
      kind: "query",
      permission: permissionFor(noun.entity, "view"),
      input: idInput,
      output: list.whole,
      rest: { method: "GET", path },
      describe: `The ${words.many} of ${record}. A record that the caller may not see is listed without its id.`,
      async run(ctx, { id }) {
        requireShared(ctx, source);
        const [visible] = await scope.load(ctx, [id]);
        const whole = visible && (await loadWhole(ctx, source, id));
        if (!whole) throw notFound(head.one);
        return presentWhole(ctx, source, whole) as never;
      },
    }),
    add: act({ method: "POST", path, creates: true }, list.add, described(`Adds ${one} to`), added),
    update: act({ method: "PATCH", path: onePath }, list.update, described(`Changes ${one} of`), updated),
    remove: act({ method: "DELETE", path: onePath }, list.remove, `Removes ${one} from ${record}.`, removed),
    ...(list.ordered
      ? {
          move: act(
            { method: "POST", path: `${onePath}/move` },
            list.move,
            `Moves ${one} of ${record} ${toWhere}`,
            moved,
          ),
        }
      : {}),
  };
  return operations as unknown as PartOperations<F, K, O, W> & (D extends true ? Moving<K, W> : unknown);
}

const toWhere = "before the one with the id `beforeId`; without it to the end.";

interface Planned {
  event: PartEvent;
  part: PartRow;
  after: PartRow[];
}
type Plan = (ctx: Ctx, source: Source, whole: Whole, input: Input) => Planned | Promise<Planned>;

const nameOf = ({ list: { unique, words }, noun }: Source) =>
  unique === null ? words.one : `${words.one} of this ${noun.head.one}`;

function heldPart(source: Source, { parts }: Whole, key: unknown): PartRow {
  const part = parts.find((one) => keyOf(source.list, one) === key);
  if (!part) throw notFound(nameOf(source));
  return part;
}

/** Loads the records that an input points to; CONFLICT for an archived one. */
async function targetsOf(ctx: Ctx, source: Source, input: Row, held: Row): Promise<Row> {
  const found: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<Field>(source.list.fields)) {
    const id = input[inputName(name, field)];
    if (!isReference(field) || id === undefined || id === held[inputName(name, field)]) continue;
    const { noun } = (source.targets[name] as PartTarget).scope;
    const one = id === null ? null : await loadTarget(ctx, source, name, String(id));
    if (one === undefined) throw notFound(noun);
    if (one?.archived) throw new AppError("CONFLICT", `This ${noun} is archived. Restore it first.`);
    found[name] = one?.target ?? null;
  }
  return found;
}

async function added(ctx: Ctx, source: Source, { parts: before }: Whole, input: Input): Promise<Planned> {
  const { list, noun } = source;
  const { id: _id, version: _version, ...given } = input;
  const initial = Object.entries<Field>(list.fields).map(([name, field]) => [inputName(name, field), field.initial]);
  const empty = Object.fromEntries(Object.keys(source.targets).map((name) => [name, null]));
  const position = list.ordered ? { position: Math.max(0, ...before.map((one) => one.position ?? 0)) + 1 } : {};
  const targets = await targetsOf(ctx, source, given, {});
  const part = { ...empty, ...Object.fromEntries(initial), ...defined(given), ...targets, ...position, id: newId() };
  if (list.unique !== null && before.some((one) => keyOf(list, one) === keyOf(list, part))) {
    const { name } = (part as Row)[list.unique] as PartReference;
    throw new AppError("CONFLICT", `${name} is already ${withArticle(list.words.one)} of this ${noun.head.one}.`);
  }
  if (before.length >= list.most) {
    const most = `${capital(withArticle(noun.head.one))} has at most ${counted(list.most, list.words, ctx.tenant.locale)}.`;
    throw new AppError("CONFLICT", `${most} Remove one first.`);
  }
  return { event: "added", part, after: [...before, part] };
}

async function updated(ctx: Ctx, source: Source, whole: Whole, input: Input): Promise<Planned> {
  const { list } = source;
  const { id: _id, version: _version, [list.key]: key, ...given } = input;
  const held = heldPart(source, whole, key);
  const part = { ...held, ...defined(given), ...(await targetsOf(ctx, source, given, held)) };
  return { event: "changed", part, after: whole.parts.map((one) => (one === held ? part : one)) };
}

function removed(_ctx: Ctx, source: Source, whole: Whole, input: Input): Planned {
  const part = heldPart(source, whole, input[source.list.key]);
  return { event: "removed", part, after: whole.parts.filter((one) => one !== part) };
}

function moved(_ctx: Ctx, source: Source, whole: Whole, input: Input): Planned {
  const part = heldPart(source, whole, input[source.list.key]);
  const others = whole.parts.filter((one) => one !== part);
  const place = input.beforeId === undefined ? others.length : others.indexOf(heldPart(source, whole, input.beforeId));
  // Before itself: it stays where it is.
  if (place < 0 || whole.parts.indexOf(part) === place) return { event: "moved", part, after: whole.parts };
  const after = others.toSpliced(place, 0, part).map((one, index) => ({ ...one, position: index + 1 }));
  return { event: "moved", part: after[place] as PartRow, after };
}

/** Applies the rule to a change. */
function ruled({ rules, list: { single } }: Source, planned: Planned, currency: string): Planned {
  const { part, event } = planned;
  if (event === "removed" || event === "moved") return planned;
  const gives = (one: PartRow) =>
    single !== null && part[single] === true && one.id !== part.id && one[single] === true;
  const after = planned.after.map((one) => (gives(one) ? { ...one, [String(single)]: false } : one));
  const answer = (rules.rule?.({ ...planned, after, currency } as never) ?? []) as readonly PartRow[] | Refusal;
  if (!("length" in answer)) throw invalid(answer.field, answer.reason);
  const set = new Map(answer.map((one) => [one.id, one]));
  const result = (one: PartRow) => set.get(one.id) ?? one;
  return { event, part: result(part), after: after.map(result) };
}

/**
 * Writes a change. The parts count as one field of their record: each change raises its version, so none is overwritten
 * unseen.
 */
async function changed(ctx: Ctx, source: Source, input: Input, plan: Plan): Promise<Row> {
  const { noun, list, rules } = source;
  const { id, version } = input;
  const whole = await loadWhole(ctx, source, id);
  if (!whole) throw notFound(noun.head.one);
  const { event, part, after } = ruled(source, await plan(ctx, source, whole, input), whole.currency);
  interface State extends Row {
    id: string;
    version: number;
  }
  const held = Object.fromEntries(source.columns.map((column) => [column, whole.row[column]]));
  const followed = rules.record?.follow(after as never, held) ?? {};
  const stateOf = (now: number, rows: readonly PartRow[], own: Row): State => {
    const keyed = rows.map((one) => ({
      ...(list.unique === null ? { id: one.id } : {}),
      ...columnsOf(ctx, list, one),
    }));
    const sorted = list.unique === null ? keyed : keyed.toSorted((one, other) => (keyIn(one) < keyIn(other) ? -1 : 1));
    return { id, version: now, ...own, [list.many]: sorted };
  };
  const keyIn = (row: Row) => String(row[list.key]);
  const state = stateOf(version, after, held);
  await updateVersioned<State, z.ZodType>(ctx, {
    event: list.events[event],
    data: factsOf(ctx, list, part, whole.currency),
    id,
    version,
    columns: { [list.many]: state[list.many] },
    select: { [list.many]: true, ...Object.fromEntries(Object.keys(followed).map((column) => [column, true])) },
    load: async () => stateOf(whole.version, whole.parts, held),
    async write(expected) {
      const where = { id, version: expected };
      const data = { ...followed, version: { increment: 1 } };
      const written = await recordsOf(ctx, noun.entity).update({ where, data, select: { version: true } });
      await writeParts(ctx, source, whole, after, part);
      return stateOf(written.version, after, { ...held, ...followed });
    },
    present: () => presentWhole(ctx, source, whole),
    parents: () => subjectsOf(source, whole, part),
  });
  const now = await loadWhole(ctx, source, id);
  if (!now) throw notFound(noun.head.one);
  return presentWhole(ctx, source, now);
}

/** The fields of parts that guests read, as the head of their noun says; undefined for none. */
const sharedFields = ({ noun, list }: Source): readonly string[] | undefined => noun.head.guests?.parts?.[list.many];

/** FORBIDDEN for a guest, where the parts are not shared along with their record. */
function requireShared(ctx: Ctx, source: Source): void {
  if (isGuest(ctx) && !sharedFields(source))
    throw new AppError("FORBIDDEN", `The ${source.list.words.many} of this ${source.noun.head.one} are not shared.`);
}

/** A part as a guest reads it: without the fields that are not shared. */
function sharedPart(source: Source, part: Row): Row {
  const shown = sharedFields(source) ?? [];
  const hidden = Object.keys(source.list.fields).filter((name) => !shown.includes(name));
  return { ...part, ...Object.fromEntries(hidden.map((name) => [name, null])) };
}

function presentWhole(ctx: Ctx, source: Source, { id, version, parts, currency }: Whole): Row {
  const { list, rules } = source;
  const shown = parts.map((part) => {
    const presented = presentPart(ctx, source, part, currency);
    const whole = { ...presented, ...(rules.present?.(part as never, currency) as Row | undefined) };
    return isGuest(ctx) ? sharedPart(source, whole) : whole;
  });
  const extra = rules.presentTotals?.(parts as never, currency) as Row | undefined;
  return { id, version, ...extra, [list.many]: rules.sort ? shown.toSorted(rules.sort) : shown };
}
