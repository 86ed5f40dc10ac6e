import "server-only";
import type { z } from "zod";
import type { ImportCall, ImportRow, ObjectCounts } from "@/lib/import-rows";
import type { Permission } from "@/lib/roles";
import type { Importer, Revert } from "../../catalog.ts";
import type { Ctx } from "../../context.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { SetColumn } from "../../db/row-sets.ts";
import type { ReferenceSource } from "../../reference-source.ts";
import type { Owned } from "../../scope.ts";
import type { Refusal } from "../rule.ts";

/** The stored columns of a record that an import reads and writes, under Prisma's names. */
export type Columns = Readonly<Record<string, unknown>>;
/** The values of a row by its cells; referenced records by their ids. */
export type Cells = Readonly<Record<string, unknown>>;

/** A record on its way through a batch: as it was, and as the rows leave it. */
export interface BatchRecord<C = Columns, M = unknown> {
  id: string;
  version: number;
  isArchived: boolean;
  /** The same import has made it: in this batch, or before. */
  isNew: boolean;
  /** Null for one that the batch makes. */
  before: C | null;
  after: C;
  line: number;
  /** The noun's own data besides these columns. */
  more: M;
}

/** The result of a row: the record's new values. */
export interface Draft<C, M> {
  after: C;
  /** Another object than before where the row adds something that is no column. */
  more: M;
  /** Shown only to members who may change the record. */
  refusal?: Refusal | null;
  /** Questions of the file whose answers decide about this row. */
  questions?: readonly string[];
}

/** A record that rows point to. */
export interface ReferencedRecord {
  id: string;
  name: string;
  ownerId?: string | null;
  status?: string;
  /** Its owner and members. */
  owned?: Owned;
}
/** The records that the rows of a batch point to and that the actor sees, by field and id. */
export type References = ReadonlyMap<string, ReadonlyMap<string, ReferencedRecord>>;

/** The noun's hooks for the rows of one batch. */
export interface BatchRules<R, C, M> {
  /** Refuses values that are invalid for the row or its references. */
  refuse?(row: R): Refusal | null;
  /** A new record; `after` holds what follows from its fields. */
  create(row: R, after: C): Draft<C, M> | Refusal;
  /** The same of a record that is there, or that an earlier row made; `clears` are the row's empty cells that clear. */
  change(one: BatchRecord<C, M>, row: R, after: C, clears: readonly string[]): Draft<C, M> | Refusal;
  /** The last step before the write: may fill in values, such as ids and ranks. */
  beforeWrite?(records: readonly BatchRecord<C, M>[]): Promise<void>;
  /** Writes the rows of other tables; returns their counts. */
  afterWrite?(records: readonly BatchRecord<C, M>[]): Promise<Record<string, ObjectCounts>>;
}

/** The special parts of a noun's records: columns that are no fields, rows in other tables. */
export interface SpecialImport<R, C, M> {
  read(values: ImportRow["values"]): z.ZodSafeParseResult<R>;
  /** Read besides the columns of the fields: more of them, from joins behind the record `t`. */
  select: { columns: Prisma.Sql; joins: Prisma.Sql };
  /** Divides a row that was read, or how a record was before an import, into columns and the rest. */
  divide(row: Cells): { columns: C; more: M };
  /** Columns that are written besides those of the fields. */
  columns: readonly SetColumn<BatchRecord<C, M>>[];
  /** Cells besides those of its fields that can clear something when they are empty. */
  clears: readonly string[];
  /** A unique key that others may take meanwhile: the batch then begins again. */
  retryOn: string;
  batch(ctx: Ctx, call: ImportCall, rows: readonly R[], references: References): Promise<BatchRules<R, C, M>>;
  /** Whether rows added something that is no column. */
  adds(more: M): boolean;
  /** Those of these additions that timelines and previews name, as columns of the catalogue are stored. */
  added(more: M): Columns;
  /** The rest of a record that a preview remembers, as its later batches find it. */
  settled(more: M): M;
  /** The data that a revert needs besides the columns. */
  image(one: BatchRecord<C, M>): Record<string, unknown>;
  revert: {
    /** Records that cannot be as they were, each with the reason. */
    refuse(ctx: Ctx, records: readonly BatchRecord<C, M>[]): Promise<ReadonlyMap<string, string>>;
    beforeWrite(ctx: Ctx, records: readonly BatchRecord<C, M>[]): Promise<void>;
    afterWrite(ctx: Ctx, records: readonly BatchRecord<C, M>[]): Promise<void>;
  };
}

/** The noun's own settings for its import, where they do not follow from its fields. */
export interface ImportRules<R = Cells, C = Columns, M = unknown> {
  /** The right that a new record needs, where a file needs another one than people do. */
  createNeeds?: Permission;
  /** The needs of each row, where they do not follow from the fields. */
  needs?: Importer["needs"];
  /** The questions of its files, and what the wizard and the counts know besides its fields. */
  wizard?: Pick<Importer, "questions" | "prepare" | "finish" | "expects" | "counts">;
  /** Objects that are no nouns and come with the files of this one. */
  otherObjects?: { references: readonly ReferenceSource[]; reverts: readonly Revert[] };
  special?: SpecialImport<R, C, M>;
}

/** Gives rules with types of their own to the writer, for which rows and columns are data. */
export const importRules = <R, C, M>(rules: ImportRules<R, C, M>): ImportRules => rules as unknown as ImportRules;
