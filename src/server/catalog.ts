import "server-only";
import type { z } from "zod";
import type { Catalog, TimelineIcon } from "@/lib/catalog";
import type {
  ImportOptions,
  ImportRow,
  importCallInput,
  importCallOutput,
  revertCallInput,
  revertCallOutput,
} from "@/lib/import-rows";
import type { Ctx } from "./context.ts";
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

/** What a cell of a file may point to: accounts, products, members, stages. */
export interface ReferenceSource {
  entity: string;
  label: { one: string; many: string };
  /** The records that the actor may point to, by folded names (or addresses, numbers). */
  find(ctx: Ctx, keys: readonly string[], options: ImportOptions): Promise<NamedRecord[]>;
  /** The same by the ids that records had elsewhere, as they are written: `key` is the id. */
  findByExternalId?(ctx: Ctx, ids: readonly string[]): Promise<NamedRecord[]>;
  /** Names for near matches and pickers, 20,000 at most. */
  candidates(ctx: Ctx, options: ImportOptions): Promise<{ id: string; label: string }[]>;
  /** What tells records of one name apart, in a few words: a mail address, a domain, a number. */
  tellApart?(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether the actor may make such records. */
  mayMake(ctx: Ctx): boolean;
  /** Makes records from names alone where a person chose that; rows hold `name`, stages also `type`. */
  make: ImportOperation;
}

/** An importable object: its catalogue, and the operations that write rows and take them back. */
export interface Importer {
  catalog: Catalog;
  /** Each record has a page of its own at `/path/id`. */
  hasPage?: true;
  /** Fields whose texts name records of this object once the file is in. */
  names: readonly string[];
  upsert: ImportOperation;
  /** What `upsert` finds out of a row alone: ahead of its time, and of one that stays out. */
  read(values: ImportRow["values"]): z.ZodSafeParseResult<unknown>;
  /** Rows of one key each say something else of it, and all hold: the teams of a person. */
  addsUp?: true;
  /** Second phase, when all rows of the file are in: links among them. */
  link?: ImportOperation;
  /** Completes the options of a file before its first row: `found` are the records that `field` names, by rows. */
  prepare?: {
    field: string;
    /** Counts only rows in which this field is filled. */
    where: string;
    /** `chosen` is the name of the record that a person chose, if any. */
    options(
      ctx: Ctx,
      options: ImportOptions,
      found: readonly { id: string; rows: number }[],
      chosen: string | null,
    ): Promise<ImportOptions>;
  };
  /** Distinct values of a text field that the workspace uses already, for near matches. */
  values?(ctx: Ctx, field: string): Promise<string[]>;
}

/** What is known to have happened before the workspace knew of it: told at its own date, by nobody. */
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

/** An object whose events timelines tell. */
export interface TimelineSource {
  catalog: Catalog;
  scope: Scope;
  /** What happened to visible records of this object before their events began, newest first. */
  past?(ctx: Ctx, page: PastPage): Promise<PastEntry[]>;
  /** An object of the settings: few, so that all their events can be told together. */
  setting?: true;
  /** The records whose events belong to the family of this one, itself included. */
  family?(ctx: Ctx, id: string): Promise<string[]>;
}

/** The import that a batch of events came from. */
export interface BatchSource {
  id: string;
  /** Whether the actor may open it. */
  visible: boolean;
  files: { name: string; entity: string | null }[];
}

/** Records of one object that an import can take back. */
export interface Revert {
  entity: string;
  label: { one: string; many: string };
  revert: RevertOperation;
  /** What was changed comes back before what was made goes: it may point there. */
  restoresFirst?: true;
}

interface HandedOver {
  /** In dependency order. */
  importers: readonly Importer[];
  references: readonly ReferenceSource[];
  /** Takes back the records of an entity, in the order in which that has to happen. */
  reverts: readonly Revert[];
  timelines: readonly TimelineSource[];
  /** What is known of these batches. */
  batchSources(ctx: Ctx, ids: string[]): Promise<BatchSource[]>;
}

// On globalThis: the registry hands over once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineCatalog?: Omit<HandedOver, "timelines"> & Partial<HandedOver> };
const nothing = { importers: [], references: [], reverts: [], batchSources: async () => [] };

/** Called by each file of the registry that has something to hand over, when it is loaded. */
export function handOver(parts: Partial<HandedOver>): void {
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

/** What the registry handed over. */
export function catalog(): Omit<HandedOver, "timelines"> {
  if (!holder.throughlineCatalog) throw new Error("The registry was not loaded: import a file of src/registry first.");
  return holder.throughlineCatalog;
}

/** The importable objects with the fields that the actor may read: nobody fills a field that is hidden from them. */
export function importersFor(ctx: Ctx): Importer[] {
  return catalog().importers.map((importer) => ({ ...importer, catalog: readableCatalog(ctx, importer.catalog) }));
}

export const importerFor = (ctx: Ctx, entity: string): Importer | undefined =>
  importersFor(ctx).find((importer) => importer.catalog.entity === entity);

function readableCatalog(ctx: Ctx, given: Catalog): Catalog {
  const may = readable(ctx, given.entity);
  return {
    ...given,
    columns: Object.fromEntries(Object.entries(given.columns).filter(([field, { of }]) => may.has(of ?? field))),
  };
}

/** An importable object with all its fields, to ask how it is called and where it stands. */
export function importerOf(entity: string): Importer | undefined {
  return catalog().importers.find((importer) => importer.catalog.entity === entity);
}

export function referenceTo(entity: string): ReferenceSource | undefined {
  return catalog().references.find((source) => source.entity === entity);
}

/** What timelines tell of. Throws where no registry handed any over: all records would seem to be hidden. */
export function timelines(): readonly TimelineSource[] {
  const known = holder.throughlineCatalog?.timelines;
  if (!known) throw new Error("The registry did not hand over any timelines; import registry/timelines.");
  return known;
}

export const timelineOf = (entity: string): TimelineSource | undefined =>
  timelines().find((source) => source.catalog.entity === entity);
