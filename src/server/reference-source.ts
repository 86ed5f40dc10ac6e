import "server-only";
import type { z } from "zod";
import type { ImportOptions, ImportRow, importCallInput, importCallOutput } from "@/lib/import-rows";
import type { Ctx } from "./context.ts";
import type { TenantOperation } from "./operation.ts";

export type ImportOperation = TenantOperation<"mutation", typeof importCallInput, typeof importCallOutput>;

/**
 * A record that a text in a file names; `key` is the normalised text. If several have one key, the text is ambiguous.
 */
export interface NamedRecord {
  key: string;
  id: string;
  label: string;
}

/** A record whose name differs from another one by a legal form alone, and its natural keys besides the name, as `keyName` calls them. */
export interface ProbableRecord {
  id: string;
  label: string;
  keys: readonly string[];
}

/** The facts that a file may give of a record besides its name; `pointsTo` holds ids by field. */
export interface ApartFacts {
  externalId: string | null;
  pointsTo: Readonly<Record<string, string | null>>;
}

/** A kind of record that a cell of a file may point to: accounts, products, members, stages. */
export interface ReferenceSource {
  entity: string;
  label: { one: string; many: string };
  /** Finds the records that the actor may point to, by normalised names (or addresses, numbers). */
  find(ctx: Ctx, keys: readonly string[], options: ImportOptions): Promise<NamedRecord[]>;
  /** Finds them by the ids that they had in another product, exactly as written: `key` is the id. */
  findByExternalId?(ctx: Ctx, ids: readonly string[]): Promise<NamedRecord[]>;
  /** Of these names, those of records that can no longer be chosen, but keep what points to them. */
  findFormer?(ctx: Ctx, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns what tells records of one name apart in a file: their ids elsewhere, and what their natural keys point to. */
  tellApart?(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, ApartFacts>>;
  /** Names for suggesting similar records and for pickers, 20,000 at most. */
  candidates(ctx: Ctx, options: ImportOptions): Promise<{ id: string; label: string }[]>;
  /** Returns a few words that distinguish records of one name: an e-mail address, a domain, a number. */
  distinguish?(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Of companies: those that differ from these names by a legal form alone, by the name without it; a person decides if they are the same. */
  findProbable?(ctx: Ctx, names: readonly string[]): Promise<ReadonlyMap<string, readonly ProbableRecord[]>>;
  /** Whether the actor may create such records. */
  mayMake(ctx: Ctx): boolean;
  /** The text by which a cell names such a record, before it is folded: of a name with an address, the address. */
  namedBy?(text: string): string;
  /** The natural key by which alone such a text means a record, as `keyName` calls it: an address is one person's. */
  keyOf?(text: string): string | null;
  /** The values of a new record that a text names, if that is not its `name`, such as an e-mail address. */
  valuesOf?(text: string): ImportRow["values"];
  /** Creates records from names alone, if a person chose that; rows hold `name`, and `type` if there are types. */
  make?: ImportOperation;
  /** Creates records while a person decides about a file: those that other columns are about, such as pipelines. */
  makeAhead?: MakeAhead;
  /** A sentence on such new records, where people would expect a cost: new members take no seat. */
  makeNote?: string;
  /** For records of several types that have an order, such as the stages of a pipeline. */
  types?: RecordTypes;
}

/** The types of records that a file can name and create, and the order in which new ones are suggested. */
export interface RecordTypes {
  options: readonly { value: string; label: string }[];
  /** Guesses the type from a name. */
  of(name: string): string;
  /** The position of a name among those of its type, from first to last; null if the name gives no hint. */
  place(name: string): number | null;
  /** Checks the further values of a new record. */
  values: z.ZodType;
  /** A number among these values that a new record gets where rows or other records say it, and no person does. */
  given?: GivenNumber;
  /** Why a name that resembles no other stands for a record of this type; null if the type alone says too little. */
  why(type: string): string | null;
}

export interface MakeAhead {
  mayMake(ctx: Ctx): boolean;
  /** A sentence on what such a record has from the start. */
  note: string;
  /** `within` has the names that the file gives in other columns beside this one, by their object, in its order. */
  make(ctx: Ctx, name: string, within: ReadonlyMap<string, readonly string[]>): Promise<void>;
}

export interface GivenNumber {
  /** Its name among the values of a new record, and the field of the file's rows that may say it. */
  field: string;
  /** Rows count only where each of these fields is empty or has this value; null where it has to be empty. */
  only: Readonly<Record<string, string | null>>;
  /** Numbers of records that exist, by folded name, with their source. */
  elsewhere(
    ctx: Ctx,
    options: ImportOptions,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, { value: number; from: string }>>;
}
