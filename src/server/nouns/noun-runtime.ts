import "server-only";
import { z } from "zod";
import { type BulkReport, bulkInput, endsSeries, ifUnchanged, sharedActions } from "@/lib/bulk";
import type { Fields } from "@/lib/fields/field";
import type { FieldPeriod } from "@/lib/fields/field-period";
import type { CreateOf, PatchOf, RecordOf, ReferenceNames, UpdateOf } from "@/lib/fields/record";
import type { Consequences } from "@/lib/nouns/consequences-schema";
import type { Noun } from "@/lib/nouns/define";
import type { Family } from "@/lib/nouns/family-schema";
import type { ElsewhereChoice, MentionChoices, PersonConsequences, PersonFile } from "@/lib/nouns/person-schema";
import type { CreateOptions } from "@/lib/nouns/similar";
import { id, type Page, type pickWithinInput, version } from "@/lib/zod";
import type { Ctx } from "../context.ts";
import type { EventSubject } from "../emitted-event.ts";
import type { Row } from "../fields/kind.ts";
import type { listInput } from "../list.ts";
import type { listGroups, listGroupsInput } from "../list-groups.ts";
import type { ListTotals, listTotalsInput } from "../list-totals.ts";
import type { AnyOperation, defineModule, TenantOperation } from "../operation.ts";
import type { Scope, Targets } from "../scope.ts";
import type { SearchSource } from "../search/source.ts";
import type { SeriesKind } from "../series/kind.ts";
import type { ImportRules } from "./import/rules.ts";
import type { Stored } from "./records.ts";
import type { Rule } from "./rule.ts";
import type { NounTable } from "./table.ts";

export type Module = ReturnType<typeof defineModule>;
export type Schema<T> = z.ZodType<T, T>;
type Query<I extends z.ZodType, T> = TenantOperation<"query", I, Schema<T>>;
type Mutation<I extends z.ZodType, T> = TenantOperation<"mutation", I, Schema<T>>;

export const target = z.object({ id, version });
/** The target of an archiving act; only records that repeat have a series, and only those of some kinds others under them. */
export const archiveTarget = target.extend({ ifUnchanged, endsSeries, withUnder: z.boolean().optional() });
export const idInput = z.object({ id });
export const bulkArchive = bulkInput(z.discriminatedUnion("type", [...sharedActions]));
const toOwner = z.object({ type: z.literal("edit"), ownerId: id.nullable() });
/** The bulk input of owned records, which can also be given to a new owner. */
export const bulkOwned = bulkInput(z.discriminatedUnion("type", [toOwner, ...sharedActions]));

/** The bulk action that takes records through a transition; `values` are the fields that it requires. */
const bulkStep = z.object({
  type: z.literal("transition"),
  verb: z.string(),
  values: z.record(z.string(), z.unknown()).optional(),
});
export type BulkStep = z.output<typeof bulkStep>;

/** The bulk input of a noun with these transitions. */
export const bulkWithSteps = (owned: boolean, verbs: readonly string[]) => {
  const step = bulkStep.extend({ verb: z.enum(verbs as [string, ...string[]]) });
  return bulkInput(z.discriminatedUnion("type", owned ? [step, toOwner, ...sharedActions] : [step, ...sharedActions]));
};

/** A record as pickers show it: its name, and the facts that distinguish records of one name. */
export type Picked<F extends Fields, N extends keyof F> = { id: string; name: string } & Pick<RecordOf<F>, N>;

/**
 * The options of a noun beyond its fields. Everything is optional except the scopes of the records that its fields
 * point to.
 */
export interface NounRules<F extends Fields, N extends keyof F> {
  targets: { [K in ReferenceNames<F>]: Scope | "self" };
  /** Fields that pickers show besides the name. */
  pick?: readonly N[];
  /** The facts that search shows besides the name, if not the fields with `inSearch`. */
  facts?: readonly string[];
  /** Its rule between fields, seen by every write. */
  rule?: Rule<F>;
  /** Runs in the transaction of a new or changed record, after it and its links were written; not for imports. */
  settled?(ctx: Ctx, before: Row | null, after: Row): Promise<void>;
  /** How its records repeat, if they do. */
  series?: SeriesKind;
  /** Transitions that do more than the derived ones, by their verbs, in their place. */
  steps?(known: StepsGiven<F, N>): Readonly<Record<string, AnyOperation>>;
  /** Its table, if rows hold more than the fields. */
  table?: NounTable<F>;
  /** The parts of its import that do not follow from the fields. */
  imports?: ImportRules;
}

/** The operations of which a noun makes transitions of its own. */
export type StepsGiven<F extends Fields, N extends keyof F = never> = Pick<Crud<F, N>, "get" | "create" | "update"> & {
  scope: Scope;
};

/** Where a new record is placed (stage, position), in addition to its fields. */
export interface Placement {
  /** Its columns, which rules see. */
  columns: Row;
  /** State that the created event records besides name and owner. */
  recorded: Row;
  /** The unique index of the place: if another record took it, the operation runs again. */
  retryOn: string;
  /** Runs after the record was inserted. */
  settle(row: Stored): Promise<void>;
}

/** Inputs and bulk acts that only this noun has: `C` creates a record, `B` acts on many. */
export interface OwnInputs<B, C> {
  placement?: { input: Schema<C>; place(ctx: Ctx, input: C): Promise<Placement> };
  /** Further acts on many records, by the types of their actions. */
  acts?: {
    input: B;
    run: Readonly<Record<string, (ctx: Ctx, action: never) => Promise<Target>>>;
    /** The acts that undo others, by the types of those. */
    undoneBy?: Readonly<Record<string, string>>;
  };
}
export type Target = z.output<typeof target>;

/** The operations that every noun has. */
export const crudOperations = [
  "list",
  "groups",
  "totals",
  "get",
  "pick",
  "create",
  "upsert",
  "update",
  "archive",
  "restore",
  "bulk",
  "editRows",
  "stays",
  "family",
  "move",
  "merge",
  "checkDelete",
  "delete",
  "checkAnonymize",
  "anonymize",
  "exportPersonal",
] as const satisfies readonly (keyof (Crud<Fields, string> &
  WithProgression &
  WithTree &
  WithSheet &
  WithUpsert &
  SettingList &
  Deleting &
  WithPerson))[];
export type CrudOperation = (typeof crudOperations)[number];

/** The names of the operations that a noun has: without a field to group by, it has no groups. */
export const operationsIn = (operations: { [V in CrudOperation]?: unknown }): CrudOperation[] =>
  crudOperations.filter((operation) => operations[operation] !== undefined);

/** The operations of every noun; `B` is the input of its bulk operation, `R` a record, `C` the input of a new one. */
export interface Crud<
  F extends Fields,
  N extends keyof F = never,
  B extends z.ZodType = BulkInput,
  R = RecordOf<F>,
  C = CreateOf<F>,
> {
  list: Query<typeof listInput, Page<R>>;
  groups: Query<typeof listGroupsInput, z.infer<typeof listGroups>>;
  totals: Query<typeof listTotalsInput, ListTotals>;
  get: Query<typeof idInput, R>;
  pick: Query<ReturnType<typeof pickWithinInput>, Picked<F, N>[]>;
  create: Mutation<Schema<C & CreateOptions>, R>;
  update: Mutation<Schema<UpdateOf<F>>, R>;
  archive: Mutation<typeof archiveTarget, R>;
  restore: Mutation<typeof target, R>;
  bulk: Mutation<B, BulkReport>;
}
type BulkInput = typeof bulkArchive | typeof bulkOwned;

/** The operations that a noun also has if its head says who may delete its records. */
export interface Deleting {
  checkDelete: Query<typeof idInput, Consequences>;
  delete: Mutation<typeof target, { id: string }>;
}

/** The operation that a noun has if its records can be imported: it changes the record that an input describes, or creates it. */
export interface WithUpsert<F extends Fields = Fields, R = RecordOf<F>> {
  upsert: Mutation<
    Schema<PatchOf<F> & { matchBy?: "externalId" | "email"; allowDuplicate?: boolean | undefined }>,
    { created: boolean; record: R }
  >;
}

/** The operations that a noun also has if its records are people. */
export interface WithPerson {
  checkAnonymize: Query<typeof idInput, PersonConsequences>;
  anonymize: Mutation<
    Schema<
      z.output<typeof target> & { elsewhere?: ElsewhereChoice | undefined; mentions?: MentionChoices | undefined }
    >,
    { id: string }
  >;
  exportPersonal: Mutation<typeof idInput, PersonFile>;
}

/** The operation that a noun has if the times of one of its choice fields are recorded (`progression`, `stays`). */
export interface WithProgression {
  stays: Query<typeof idInput, FieldPeriod[]>;
}

/** The operation that a noun has if its records form a tree. */
export interface WithTree {
  family: Query<typeof idInput, Family>;
}

/** The operation that a noun has if its head declares a sheet: it edits rows, each in its own way, or none of them. */
export interface WithSheet<F extends Fields = Fields, R = RecordOf<F>> {
  editRows: Mutation<Schema<{ rows: UpdateOf<F>[] }>, R[]>;
}

export const moveInput = z.object({ id, after: id.nullable() });
export const mergeInput = target.extend({ intoId: id });

/** The operations that a noun has if it is a list in the settings. */
export interface SettingList<R = RecordOf<Fields>> {
  move: Mutation<typeof moveInput, R>;
  merge: Mutation<typeof mergeInput, R>;
}

export type AnyRecord = RecordOf<Fields>;

/** A noun with everything that its operations share. Its fields are untyped data here; `Crud` has their types. */
export interface NounRuntime {
  module: Module;
  noun: Noun;
  scope: Scope;
  table: NounTable;
  targets: Targets;
  pick: readonly string[];
  search: SearchSource;
  rules: readonly Rule[];
  parents(row: Stored): EventSubject[];
  imports: ImportRules;
  settled(ctx: Ctx, before: Row | null, after: Row): Promise<void>;
  series?: SeriesKind | undefined;
  own: OwnInputs<z.ZodType, Row>;
}
