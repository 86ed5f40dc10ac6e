import "server-only";
import type { z } from "zod";
import type { Catalog, TimelineIcon } from "@/lib/catalog";
import { entitlementsAt } from "@/lib/entitlements";
import type { Fields } from "@/lib/fields/field";
import type {
  ImportAnswers,
  ImportOptions,
  ImportRow,
  importCallInput,
  importCallOutput,
  revertCallInput,
  revertCallOutput,
} from "@/lib/import-rows";
import { nounOf } from "@/lib/nouns/all";
import { catalogColumnsOf } from "@/lib/nouns/define";
import type { Ctx } from "./context.ts";
import type { EventSubject } from "./emitted-event.ts";
import { moduleOf } from "./entitlements.ts";
import type { TenantOperation } from "./operation.ts";
import { readable } from "./readable.ts";
import type { Scope } from "./scope.ts";

export type ImportOperation = TenantOperation<"mutation", typeof importCallInput, typeof importCallOutput>;
export type RevertOperation = TenantOperation<"mutation", typeof revertCallInput, typeof revertCallOutput>;

/** A record that a text names; `key` is the folded text. Several with one key: the text is ambiguous. */
export interface NamedRecord {
  key: string;
  id: string;
  label: string;
}

/** A kind of record that a cell of a file may point to: accounts, products, members, stages. */
export interface ReferenceSource {
  entity: string;
  label: { one: string; many: string };
  /** The records that the actor may point to, by folded names (or addresses, numbers). */
  find(ctx: Ctx, keys: readonly string[], options: ImportOptions): Promise<NamedRecord[]>;
  /** The same by the ids that records had elsewhere, as they are written: `key` is the id. */
  findByExternalId?(ctx: Ctx, ids: readonly string[]): Promise<NamedRecord[]>;
  /** Names for near matches and pickers, 20,000 at most. */
  candidates(ctx: Ctx, options: ImportOptions): Promise<{ id: string; label: string }[]>;
  /** Returns a few words that distinguish records of one name: an e-mail address, a domain, a number. */
  distinguish?(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether the actor may make such records. */
  mayMake(ctx: Ctx): boolean;
  /** The values of a new record that a text names, where that is not its `name`: an e-mail address. */
  valuesOf?(text: string): ImportRow["values"];
  /** Makes records from names alone where a person chose that; rows hold `name`, and `type` where there are types. */
  make?: ImportOperation;
  /** For records of several types that stand in an order. */
  types?: RecordTypes;
}

/** The types of records that a file can name and make, and the order in which new ones are suggested. */
export interface RecordTypes {
  options: readonly { value: string; label: string }[];
  /** The type that a name suggests. */
  of(name: string): string;
  /** The place of a name among those of its type, from first to last; null where the name says nothing of it. */
  place(name: string): number | null;
  /** Checks the further values of a new record. */
  values: z.ZodType;
  /** Why a record of this type is meant by a name that is near to none; null where the type alone says too little. */
  why(type: string): string | null;
}

/** Questions that only files of one object raise. */
interface ImportQuestions {
  /** Each answer by its question; what is left out is not answered. */
  answers: z.ZodObject<Readonly<Record<string, z.ZodType<string | null | undefined>>>>;
  /** The entity of the record that an answer names, by question. */
  records: Readonly<Record<string, string>>;
  /** Questions that each file raises anew: later files with the same columns do not take over their answers. */
  once: readonly string[];
}

/** Values for records by their ids; `line` is that of the row that says them. */
export interface FillInput {
  rows: readonly (ImportRow & { id: string })[];
}
export interface FilledRecord {
  id: string;
  version: number;
  values: number;
  /** The columns that were empty, as the ledger of an import keeps them. */
  before: Readonly<Record<string, null>>;
}
export interface FillOutcome {
  filled: FilledRecord[];
  /** Values that a record had already. */
  had: number;
  /** Records that are deleted, or that the actor does not see. */
  missing: number;
  problems: { line: number; field: string | null; reason: string }[];
}

/** An importable object: its catalogue, and the operations that write and revert rows. */
export interface Importer {
  catalog: Catalog;
  /** The same with the fields that a workspace has added. */
  inWorkspace?(ctx: Pick<Ctx, "tenant">): Pick<Importer, "catalog" | "read">;
  /** Each record has a page of its own at `/path/id`. */
  hasPage?: true;
  /** Fields whose texts name records of this object once the file is in. */
  names: readonly string[];
  /** The name that other fields of a row make together: first and last name. */
  composed?: { of: readonly string[]; name(values: ImportRow["values"]): string };
  upsert: ImportOperation;
  /** Validates a row alone as `upsert` does: ahead of time, and for rows that stay out. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<unknown>;
  /** Rows of one key add values to one record: the teams of a person. */
  addsUp?: true;
  /** Second phase, when all rows of the file are in: links among them. */
  link?: ImportOperation;
  /** Gives records values of custom fields and tags that they do not have yet. */
  fill?(ctx: Ctx, input: FillInput): Promise<FillOutcome>;
  /** Called once, without rows, when the last file of this object is in. It is left out for members who may not call it. */
  finish?: ImportOperation;
  questions?: ImportQuestions;
  /** Gives one more answer from the rows of a file before the first of them is written. */
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
  /** Optional references that most rows have: the wizard counts the rows without them. */
  expects?: readonly string[];
  /** Objects that are written and counted with these records, but cannot be reverted on their own. */
  counts?: readonly { entity: string; label: { one: string; many: string } }[];
  /** Distinct values of a text field that the workspace uses already, for near matches. */
  values?(ctx: Ctx, field: string): Promise<string[]>;
}

/** An event from before the workspace existed, known from an import: shown at its own date, without an actor. */
export interface PastEntry {
  id: string;
  at: Date;
  name: string;
  entityId: string;
  title: string;
  /** After the record's name: "was won". */
  verb: string;
  icon: TimelineIcon;
  /** Fields as words. */
  changes: readonly { field: string; before: string | null; after: string | null }[];
  data: Readonly<Record<string, unknown>>;
}

export interface PastPage {
  /** Records of one kind whose timeline is asked for. */
  entity: string;
  ids: readonly string[];
  /** Only what comes after this one, going back in time. */
  cursor: { at: Date; id: string } | null;
  take: number;
}

/** An object whose events timelines show. */
export interface TimelineSource {
  catalog: Catalog;
  scope: Scope;
  /** Returns earlier events of visible records of this object, from before their own events began, newest first. */
  past?(ctx: Ctx, page: PastPage): Promise<PastEntry[]>;
  /** An object of the settings: few, so that all their events fit in one list. */
  setting?: true;
  /** The records whose events belong to the family of this one, itself included. */
  family?(ctx: Ctx, id: string): Promise<string[]>;
  /** Other records whose own events its timeline tells too: the people of a sale. */
  others?(ctx: Ctx, id: string): Promise<EventSubject[]>;
}

/** The import that a batch of events came from. */
export interface BatchSource {
  id: string;
  /** Whether the actor may open it. */
  visible: boolean;
  files: { name: string; entity: string | null }[];
}

/** Records of one object that an import can revert. */
export interface Revert {
  entity: string;
  label: { one: string; many: string };
  revert: RevertOperation;
  /** Changed records are restored before created ones are deleted: they may point there. */
  restoresFirst?: true;
}

interface CatalogParts {
  /** In dependency order. */
  importers: readonly Importer[];
  references: readonly ReferenceSource[];
  /** The reverts of each entity, in the required order. */
  reverts: readonly Revert[];
  timelines: readonly TimelineSource[];
  /** Returns the imports that these batches came from. */
  batchSources(ctx: Ctx, ids: string[]): Promise<BatchSource[]>;
}

// On globalThis: the registry registers once per process, for all bundles of the server.
const holder = globalThis as { throughlineCatalog?: Omit<CatalogParts, "timelines"> & Partial<CatalogParts> };
const nothing = { importers: [], references: [], reverts: [], batchSources: async () => [] };

/** Registers the parts of a registry file when it is loaded. */
export function registerCatalog(parts: Partial<CatalogParts>): void {
  holder.throughlineCatalog = { ...nothing, ...holder.throughlineCatalog, ...parts };
}

/** The importers in an order in which each comes behind those that its rows may point to. */
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
  if (!holder.throughlineCatalog) throw new Error("The registry was not loaded: import a file of src/registry first.");
  return holder.throughlineCatalog;
}

/** The importable objects with the fields of a workspace, whoever may read them. */
export const importersIn = (data: Pick<Ctx, "tenant">): Importer[] =>
  catalog()
    .importers.filter((declared) => isLicensed(data, declared))
    .map((declared) => inWorkspace(data, declared));

/** Files bring in no records of a module that is off. */
const isLicensed = ({ tenant }: Pick<Ctx, "tenant">, { catalog }: Importer) =>
  entitlementsAt(tenant.subscription, new Date()).has(moduleOf(catalog.entity));

/** The importable objects with the fields that the actor may read: nobody fills a field that is hidden from them. */
export const importersFor = (ctx: Ctx): Importer[] =>
  importersIn(ctx).map((importer) => ({ ...importer, catalog: readableCatalog(ctx, importer.catalog) }));

const inWorkspace = (data: Pick<Ctx, "tenant">, declared: Importer): Importer => ({
  ...declared,
  ...declared.inWorkspace?.(data),
});

/** An importable object with the fields of a workspace, whoever may read them. */
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
  };
}

/** An importable object with the fields that are built in. */
export function importerOf(entity: string | null): Importer | undefined {
  return catalog().importers.find((importer) => importer.catalog.entity === entity);
}

export function referenceTo(entity: string | undefined): ReferenceSource | undefined {
  return catalog().references.find((source) => source.entity === entity);
}

/** Returns the objects shown in timelines. Throws where none were registered: all records would seem to be hidden. */
export function timelines(): readonly TimelineSource[] {
  const known = holder.throughlineCatalog?.timelines;
  if (!known) throw new Error("No timelines are registered; import registry/register.");
  return known;
}

const catalogs = new WeakMap<Fields, Catalog>();

/**
 * The columns of an object that timelines name, with the workspace's own fields, those it no longer uses too. Made once
 * for each version of them: a timeline asks for each of its entries.
 */
export function catalogIn({ tenant }: Pick<Ctx, "tenant">, entity: string): Catalog | undefined {
  const catalog = timelineOf(entity)?.catalog;
  if (!catalog || !nounOf(entity)) return catalog;
  const fields = tenant.custom.storedOf(entity);
  const found = catalogs.get(fields) ?? { ...catalog, columns: { ...catalog.columns, ...catalogColumnsOf(fields) } };
  catalogs.set(fields, found);
  return found;
}

export const timelineOf = (entity: string): TimelineSource | undefined =>
  timelines().find((source) => source.catalog.entity === entity);
