import "server-only";
import type { Fields } from "@/lib/fields/field";
import type { ColumnsOf, SetOf } from "@/lib/fields/record";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";

/** Why a change is rejected, and at which field. */
export interface Refusal {
  field: string;
  reason: string;
}

/** A record before and after a write, as stored columns. */
export interface Change<F extends Fields = Fields> {
  /** Null for a new record. */
  id: string | null;
  before: (ColumnsOf<F> & Row) | null;
  after: ColumnsOf<F> & Row;
  /** The fields that the write sets, whether or not their values are new. */
  names: ReadonlySet<string>;
  /** The kind of write: by a person or program, from a row of an imported file, or the revert of an import. */
  by: "edit" | "import" | "revert";
  /** Whether the actor has a right of this noun: "approve". */
  may(action: string): boolean;
}

/**
 * A rule between the fields of a noun. It sees every write: create, update, bulk acts, import and its revert, undo and
 * REST. It is pure; `load` reads the other records that it needs, once for all changes of a batch.
 */
export interface Rule<F extends Fields = Fields, Loaded = unknown> {
  /** The fields that it depends on: edits of other fields skip the rule. */
  fields: readonly (keyof F & string)[];
  /**
   * The fields whose typed values it replaces. An edit that makes it do so is a conflict where somebody changed such a value since:
   * nobody overwrites, or brings back, a value that they have not seen.
   */
  replaces?: readonly (keyof F & string)[];
  load?(ctx: Ctx, changes: readonly Change<F>[]): Promise<Loaded>;
  /** The kinds of write that need `load`, by default all; without "import" the rows of a file are not loaded ahead. */
  loadFor?: readonly Change["by"][];
  /** Returns further values to set, why the change is rejected, or null. */
  decide(change: Change<F>, loaded: Loaded): { set: SetOf<F> } | Refusal | null;
}

/** Hides the type that a rule loads, so that rules fit in one list. */
export const rule = <F extends Fields, Loaded = undefined>(given: Rule<F, Loaded>): Rule<F> => given as Rule<F>;
