import "server-only";
import type { z } from "zod";
import type { Catalog, EntryKind, TimelineIcon } from "@/lib/catalog";
import { entitlementsAt } from "@/lib/entitlements";
import { isCustomName } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import { withColumnOptions } from "@/lib/fields/option-lists";
import type {
  ImportAnswers,
  ImportCall,
  ImportOutcome,
  ImportRow,
  revertCallInput,
  revertCallOutput,
} from "@/lib/import-rows";
import { nounOf } from "@/lib/nouns/all";
import { catalogColumnsOf } from "@/lib/nouns/schemas";
import type { Ctx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";
import type { EventSubject } from "./emitted-event.ts";
import { moduleOf } from "./entitlements.ts";
import type { TenantOperation } from "./operation.ts";
import { processWide } from "./process-wide.ts";
import { readable } from "./readable.ts";
import type { ImportOperation, ReferenceSource } from "./reference-source.ts";
import type { Scope } from "./scope.ts";

export type RevertOperation = TenantOperation<"mutation", typeof revertCallInput, typeof revertCallOutput>;

/** Questions that the import asks only about files of one kind of record. */
interface ImportQuestions {
  /** The schema of the answers, by question; every answer is optional. */
  answers: z.ZodObject<Readonly<Record<string, z.ZodType<string | null | undefined>>>>;
  /** The kind of record that an answer names, by question. */
  records: Readonly<Record<string, string>>;
  /** Questions asked for each file again: later files with the same columns do not take over their answers. */
  once: readonly string[];
}

/** Values to fill in, by record id; `line` is the row of the file that has them. */
export interface FillInput {
  rows: readonly (ImportRow & { id: string })[];
}
export interface FilledRecord {
  id: string;
  version: number;
  values: number;
  /** The columns that were empty before, as the import records them for its revert. */
  before: Readonly<Record<string, null>>;
}
export interface FillOutcome {
  filled: FilledRecord[];
  /** The number of values that a record had already. */
  had: number;
  /** The number of records that are deleted or that the actor may not see. */
  missing: number;
  problems: { line: number; field: string | null; reason: string }[];
}

/** A kind of record that can be imported: its catalogue, and the operations that write and revert rows. */
export interface Importer {
  catalog: Catalog;
  /** The importer with the custom fields of a workspace. */
  inWorkspace?(ctx: Pick<Ctx, "tenant">): Pick<Importer, "catalog" | "read" | "clearable">;
  /** Each record has a page of its own at `/path/id`. */
  hasPage?: true;
  /** Files may say that rows whose records exist stay out, or make others. */
  choosesIfExists?: true;
  /** The cells that can clear a field of an existing record; without it files of these records clear nothing. */
  clearable?: ReadonlySet<string>;
  /** Fields of several values by which records of one name are told apart. */
  namesakesBy?: readonly string[];
  /** Fields by whose texts other rows can name these records once the file is imported. */
  names: readonly string[];
  /** The name that several fields make together, such as first and last name. */
  composed?: { of: readonly string[]; name(values: ImportRow["values"]): string };
  upsert: ImportOperation;
  /** The same without an import, for records that the product itself brings. */
  write?(ctx: Ctx, call: ImportCall): Promise<ImportOutcome>;
  /** Validates a single row as `upsert` does: before the import, and for rows that are left out. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<unknown>;
  /** Several rows with one key add values to one record, such as the teams of a person. */
  addsUp?: true;
  /** The second phase, after all rows of the file are written: it links them with each other. */
  link?: ImportOperation;
  /** Gives records values of custom fields and tags that they do not have yet. */
  fill?(ctx: Ctx, input: FillInput): Promise<FillOutcome>;
  /** Called once, without rows, after the last file of this kind of record. Skipped for members who may not call it. */
  finish?: ImportOperation;
  questions?: ImportQuestions;
  /** Derives one more answer from the rows of a file before the first of them is written. */
  prepare?: {
    answer: string;
    field: string;
    /** Counts only rows in which this field is filled. */
    where: string;
    /** `found` are the records that `field` names, with their rows. */
    find(ctx: Ctx, answers: ImportAnswers, found: readonly { id: string; rows: number }[]): Promise<string | null>;
  };
  /**
   * The fields of which each row fills one at least, and the sentence for a row that does not. Rows with the external id of
   * a record in the table `onlyNew` need none.
   */
  needs: readonly { anyOf: readonly string[]; reason: string; onlyNew?: string }[];
  /** Optional references that most rows have: the import wizard counts the rows without them. */
  expects?: readonly string[];
  /** Kinds of record that are written and counted with these records, but cannot be reverted on their own. */
  counts?: readonly { entity: string; label: { one: string; many: string } }[];
  /** The distinct values that a text field already has in the workspace, for suggesting similar ones. */
  values?(ctx: Ctx, field: string): Promise<string[]>;
}

/**
 * A row that timelines show at its own date beside events: an activity, or a stage from before the workspace existed.
 * Only rows that the actor may see are given.
 */
export interface DatedEntry {
  id: string;
  at: Date;
  name: string;
  entityId: string;
  title: string;
  /** The member who did it; null where nobody is known. */
  actor?: { id: string | null; name: string } | null;
  /** After the actor's name, "called"; without an actor after the record's, "was won". */
  verb: string;
  icon: TimelineIcon;
  /** Fields as words. */
  changes: readonly { field: string; before: string | null; after: string | null }[];
  /** A line below the sentence. */
  detail?: string | null;
  data: Readonly<Record<string, unknown>>;
}

/** The records of a timeline: one, or those of a family. */
export interface DatedRecords {
  /** Their kind, such as "account". */
  entity: string;
  ids: readonly string[];
}

export interface DatedPage extends DatedRecords {
  /** Only entries older than this one. */
  cursor: { at: Date; id: string } | null;
  /** Only entries of this kind; `touches` are those that count as activity. */
  kind: EntryKind | "touches" | null;
  /** Only what this member did. */
  memberId: string | null;
  take: number;
}

type DatedRow = Readonly<Record<string, unknown>> & { id: string };

/** Rows of a kind of record that timelines show at their own dates; those of all kinds are read by one statement. */
export interface DatedSource {
  /** The kinds of its entries; a timeline of other kinds does not read it. */
  kinds: readonly (EntryKind | "touches")[];
  /** Its entries have no actor: a timeline of one person does not read it. */
  anonymous?: true;
  /** Selects visible rows with `id` and `at`, newest first, by an index over record and date; null where there are none. */
  sql(ctx: Ctx, page: DatedPage): Prisma.Sql | null;
  /** Selects what is still to be done for these records, the next first: pinned above the first page. */
  plannedSql?(ctx: Ctx, records: DatedRecords): Prisma.Sql | null;
  /** The selected rows with what another statement reads for all of them, such as names in their texts. */
  named?(ctx: Ctx, rows: readonly DatedRow[]): Promise<DatedRow[]>;
  /** A selected row as an entry; the row is JSON, so its times are texts. */
  entryOf(row: Readonly<Record<string, unknown>>): Omit<DatedEntry, "id" | "at">;
}

/** A kind of record whose events timelines show. */
export interface TimelineSource {
  catalog: Catalog;
  scope: Scope;
  /** Rows that timelines of this or another kind of record show at their own dates. */
  dated?: DatedSource;
  /** A setting such as pipelines: there are few, so all their events fit in one list. */
  setting?: true;
  /** The ids of the records of this record's family (parent and child accounts), itself included. */
  family?(ctx: Ctx, id: string): Promise<string[]>;
  /** Other records whose events its timeline also shows, such as the contacts of an opportunity. */
  others?(ctx: Ctx, id: string): Promise<EventSubject[]>;
}

/** A batch of events, and the records of it whose files are asked for; without them all of its files are meant. */
export interface AskedBatch {
  id: string;
  records?: { entity: string; ids: readonly string[] };
}

/** The import that a batch of events came from. */
export interface BatchSource {
  id: string;
  /** Whether the actor may open it. */
  visible: boolean;
  /** The names of the files that gave something. */
  files: string[];
}

/** Records of one kind that the revert of an import can undo. */
export interface Revert {
  entity: string;
  label: { one: string; many: string };
  revert: RevertOperation;
  /** Changed records are restored before created ones are deleted, because they may point to them. */
  restoresFirst?: true;
}

interface CatalogParts {
  /** Importers in dependency order: an importer comes after those that its rows may point to. */
  importers: readonly Importer[];
  references: readonly ReferenceSource[];
  /** The reverts of each entity, in the required order. */
  reverts: readonly Revert[];
  timelines: readonly TimelineSource[];
  /** Returns the imports that these batches came from, in this order. */
  batchSources(ctx: Ctx, asked: readonly AskedBatch[]): Promise<BatchSource[]>;
}

const registered = processWide<Omit<CatalogParts, "timelines"> & Partial<CatalogParts>>("catalogue");
const nothing = { importers: [], references: [], reverts: [], batchSources: async () => [] };

/** Registers the parts of a registry file when it is loaded. */
export function registerCatalog(parts: Partial<CatalogParts>): void {
  registered.set({ ...nothing, ...registered.get(), ...parts });
}

/** Sorts importers so that each comes after those that its rows may point to. */
export function inDependencyOrder(importers: readonly Importer[]): Importer[] {
  const waiting = [...importers];
  const order: Importer[] = [];
  while (waiting.length > 0) {
    const entities = waiting.map(({ catalog }) => catalog.entity);
    const free = waiting.findIndex(({ catalog }) => !catalog.after.some((entity) => entities.includes(entity)));
    order.push(...waiting.splice(Math.max(0, free), 1));
  }
  return order;
}

/** Returns the parts that the registry registered. */
export function catalog(): Omit<CatalogParts, "timelines"> {
  return registered.required();
}

/** The importers with the custom fields of a workspace, regardless of who may read them. */
export const importersIn = (data: Pick<Ctx, "tenant">): Importer[] =>
  catalog()
    .importers.filter((declared) => isLicensed(data, declared))
    .map((declared) => inWorkspace(data, declared));

/** Records of a module that is switched off cannot be imported. */
const isLicensed = ({ tenant }: Pick<Ctx, "tenant">, { catalog }: Importer) =>
  entitlementsAt(tenant.subscription, new Date()).has(moduleOf(catalog.entity));

/** The importers with only the fields that the actor may read: nobody can fill a hidden field. */
export const importersFor = (ctx: Ctx): Importer[] =>
  importersIn(ctx).map((importer) => ({ ...importer, catalog: readableCatalog(ctx, importer.catalog) }));

const inWorkspace = (data: Pick<Ctx, "tenant">, declared: Importer): Importer => ({
  ...declared,
  ...declared.inWorkspace?.(data),
});

/** One importer with the custom fields of a workspace, regardless of who may read them. */
export function importerIn(data: Pick<Ctx, "tenant">, entity: string | null): Importer | undefined {
  const declared = importerOf(entity);
  return declared && isLicensed(data, declared) ? inWorkspace(data, declared) : undefined;
}

export function importerFor(ctx: Ctx, entity: string | null): Importer | undefined {
  const importer = importerIn(ctx, entity);
  return importer && { ...importer, catalog: readableCatalog(ctx, importer.catalog) };
}

function readableCatalog(ctx: Ctx, given: Catalog): Catalog {
  const may = readable(ctx, given.entity);
  return {
    ...given,
    columns: Object.fromEntries(Object.entries(given.columns).filter(([field, { of }]) => may.has(of ?? field))),
    naturalKeys: given.naturalKeys.filter((fields) => fields.every((field) => !isCustomName(field) || may.has(field))),
  };
}

/** One importer with its built-in fields only. */
export function importerOf(entity: string | null): Importer | undefined {
  return catalog().importers.find((importer) => importer.catalog.entity === entity);
}

export function referenceTo(entity: string | undefined): ReferenceSource | undefined {
  return catalog().references.find((source) => source.entity === entity);
}

/**
 * Returns the kinds of record that timelines show. Throws if none were registered: all records would seem to be hidden.
 */
export function timelines(): readonly TimelineSource[] {
  const known = registered.get()?.timelines;
  if (!known) throw new Error("No timelines are registered; import registry/register.");
  return known;
}

const catalogs = new WeakMap<Fields, Catalog>();

/**
 * The columns of a kind of record that timelines name, with the workspace's custom fields, also deleted ones. Cached by
 * version of the fields: a timeline reads it for each of its entries.
 */
export function catalogIn({ tenant }: Pick<Ctx, "tenant">, entity: string): Catalog | undefined {
  const catalog = timelineOf(entity)?.catalog;
  if (!catalog || !nounOf(entity)) return catalog;
  const fields = tenant.custom.storedOf(entity);
  const found = catalogs.get(fields) ?? {
    ...catalog,
    columns: withColumnOptions({ ...catalog.columns, ...catalogColumnsOf(fields) }, tenant.custom.lists),
  };
  catalogs.set(fields, found);
  return found;
}

export const timelineOf = (entity: string): TimelineSource | undefined =>
  timelines().find((source) => source.catalog.entity === entity);
