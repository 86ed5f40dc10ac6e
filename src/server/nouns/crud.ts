import "server-only";
import type { z } from "zod";
import type { Fields, Progression } from "@/lib/fields/field";
import type { CreateOf, PatchOf, RecordOf } from "@/lib/fields/record";
import type { NounEntity, nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { referencesIn } from "@/lib/nouns/relations";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import type { StoredLink } from "../fields/links.ts";
import type { AnyOperation } from "../operation.ts";
import type { RowsOf } from "../operation-def.ts";
import type { Scope, Targets } from "../scope.ts";
import type { SearchSource } from "../search/source.ts";
import { bulkOperation } from "./bulk.ts";
import { deleteOperations } from "./delete.ts";
import { sheetOperations } from "./edit-rows.ts";
import { treeOperations } from "./family.ts";
import { guestRules } from "./guest-rule.ts";
import { linksIn } from "./links.ts";
import type {
  bulkArchive,
  bulkOwned,
  Crud,
  Deleting,
  Module,
  NounRules,
  NounRuntime,
  OwnInputs,
  SettingList,
  WithPerson,
  WithProgression,
  WithSheet,
  WithTree,
  WithUpsert,
} from "./noun-runtime.ts";
import { personOperations } from "./person.ts";
import { presentStored } from "./present.ts";
import { progressionOperations } from "./progression-operations.ts";
import { progressionRules } from "./progression-rules.ts";
import { readOperations } from "./reads.ts";
import { recordsOf } from "./records.ts";
import { scopeOf } from "./scope.ts";
import { searchSourceOf } from "./search.ts";
import { settingList, settingRules } from "./settings.ts";
import { stateRules } from "./state-rules.ts";
import { type NounTable, tableOf } from "./table.ts";
import { transitionOperations } from "./transitions.ts";
import { treeRules } from "./tree-rule.ts";
import { upsertOperation } from "./upsert.ts";
import { usesOf, writeOperations } from "./writes.ts";

type Head<E extends NounEntity> = (typeof nouns)[E];
type BulkOf<E extends NounEntity> = Head<E>["owned"] extends true ? typeof bulkOwned : typeof bulkArchive;
type SettingListOf<E extends NounEntity, R> = Head<E> extends { settings: true } ? SettingList<R> : unknown;
type PersonOf<E extends NounEntity> = Head<E> extends { person: true } ? WithPerson : unknown;
type DeletingOf<E extends NounEntity> = Head<E>["permissions"] extends { delete: unknown } ? Deleting : unknown;
/** Operations that a noun has only if one of its fields is of that kind. */
type WithField<F extends Fields, Wanted, Operations> = Extract<F[keyof F], Wanted> extends never ? unknown : Operations;
type ProgressionOf<F extends Fields> = WithField<
  F,
  { progression: Progression } | { stays: { reason: string } },
  WithProgression
>;
type SheetOf<E extends NounEntity, F extends Fields, R> = Head<E> extends { sheet: true } ? WithSheet<F, R> : unknown;
type UpsertOf<E extends NounEntity, F extends Fields, R> =
  Head<E> extends { imported: true } ? WithUpsert<F, R> : unknown;
type TreeOf<E extends NounEntity, F extends Fields> = WithField<F, { to: E }, WithTree>;

/** A noun on the server: its operations, and who sees and edits its records. */
export type NounOperations<
  E extends NounEntity,
  F extends Fields,
  N extends keyof F,
  R,
  B extends z.ZodType = BulkOf<E> & z.ZodType,
  C = CreateOf<F>,
> = Crud<F, N, B, R, C> &
  DeletingOf<E> &
  PersonOf<E> &
  SettingListOf<E, R> &
  ProgressionOf<F> &
  TreeOf<E, F> &
  SheetOf<E, F, R> &
  UpsertOf<E, F, R> & {
    noun: Noun<E, F, R>;
    scope: Scope<E>;
    table: NounTable<F>;
    /** How search finds its records. */
    search: SearchSource;
    /** Shared by all its operations. */
    runtime: NounRuntime;
    /** Whether it has rules of its own besides what follows from its fields. */
    hasRules: boolean;
    /** The records that an input points to. */
    uses: RowsOf<PatchOf<F>>[];
    /** Its transitions, by their verbs. */
    transitions: Readonly<Record<string, AnyOperation>>;
    /** A row that Prisma has read, as it leaves the server. */
    present(ctx: Ctx, row: Row): Promise<R>;
    /** A record as the answer of a change of it, which may be made without the right to view; NOT_FOUND if it is gone. */
    answer(ctx: Ctx, id: string): Promise<R>;
  };

/** Creates the operations of a noun from its fields. Special operations are written by hand beside them. */
export function crud<
  E extends NounEntity,
  F extends Fields,
  N extends keyof F = never,
  R = RecordOf<F>,
  B extends z.ZodType = BulkOf<E> & z.ZodType,
  C = CreateOf<F>,
>(module: Module, noun: Noun<E, F, R>, rules: NounRules<F, N> & OwnInputs<B, C>): NounOperations<E, F, N, R, B, C> {
  const plain = noun as unknown as Noun;
  const scope = scopeOf(plain);
  const targets = scopesOf(rules.targets, scope);
  const { pick = [], facts = factsOf(plain), rule, imports = {}, settled = async () => {} } = rules;
  const { table = tableOf(plain, targets) } = rules;
  const search = searchSourceOf({ noun: plain, table: table as NounTable, scope, targets }, facts as readonly string[]);
  const runtime = {
    module,
    noun: plain,
    scope,
    table,
    targets,
    pick,
    search,
    rules: [
      ...treeRules(plain),
      ...guestRules(plain),
      ...stateRules(plain),
      ...progressionRules(plain),
      ...settingRules(plain),
      ...(rule ? [rule] : []),
    ],
    parents: parentsIn(plain),
    imports,
    settled,
    series: rules.series,
    own: rules,
  } as unknown as NounRuntime;
  const uses = usesOf(runtime);
  const single = writeOperations(runtime, uses);
  const reads = readOperations(runtime);
  const steps = {
    ...transitionOperations(runtime, uses as never, single.update as never),
    ...rules.steps?.({ scope, ...reads, ...single } as never),
  };
  const operations = {
    ...reads,
    ...single,
    ...bulkOperation(runtime, single, steps),
    ...sheetOperations(runtime, { ...reads, ...single }),
    ...upsertOperation(runtime, single),
    ...progressionOperations(runtime),
    ...treeOperations(runtime),
    ...settingList(runtime),
    ...deleteOperations(runtime),
    ...personOperations(runtime),
  };
  const hasRules = Boolean(rule);
  const present = (ctx: Ctx, row: Row) => presentStored(ctx, runtime, row);
  const answer = async (ctx: Ctx, id: string) => {
    const query = { where: { id }, select: runtime.table.select, relationLoadStrategy: "join" };
    const row = await recordsOf(ctx, plain.entity).findFirst(query);
    if (!row) throw notFound(plain.head.one);
    return await present(ctx, row);
  };
  const shared = { noun, scope, table, search, runtime, hasRules, uses, present, answer, transitions: steps };
  return { ...shared, ...operations } as unknown as NounOperations<E, F, N, R, B, C>;
}

/**
 * Finds the records that a record belongs to, such as an opportunity's account: their timelines show its events too.
 */
function parentsIn(noun: Noun): NounRuntime["parents"] {
  const belongs = referencesIn(noun.fields);
  const links = linksIn(noun.fields);
  return (row) => [
    ...belongs.flatMap(([name, { to }]) => {
      const id = (row[`${name}Id`] ?? null) as string | null;
      return id === null ? [] : [{ entity: to, id }];
    }),
    ...links
      .filter(([, { shownAtDate }]) => !shownAtDate)
      .flatMap(([name]) => ((row[name] ?? []) as readonly StoredLink[]).map(({ entity, id }) => ({ entity, id }))),
  ];
}

/** The fields that search shows besides the name. */
const factsOf = ({ fields }: Noun): string[] => Object.keys(fields).filter((name) => fields[name]?.inSearch);

/** Fields that point to records of the same noun have its own scope. */
const scopesOf = (targets: Readonly<Record<string, Scope | "self">>, own: Scope): Targets =>
  Object.fromEntries(Object.entries(targets).map(([name, scope]) => [name, scope === "self" ? own : scope]));
