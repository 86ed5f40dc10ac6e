import "server-only";
import type { Fields } from "@/lib/fields/field";
import type { ColumnsOf, SetOf } from "@/lib/fields/record";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";

/** Why a change is refused, and at which field. */
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
  /** The fields that the write names, whether their values are new or not. */
  names: ReadonlySet<string>;
  /** A person or program, the row of a file, or the revert of an import. */
  by: "edit" | "import" | "revert";
  /** Whether the actor has a right of this noun: "approve". */
  may(action: string): boolean;
}

/**
 * A rule between the fields of a noun. It sees every write: create, update, bulk acts, import and its revert, undo and
 * REST. It is pure; `load` reads the other records that it needs, once for all changes of a batch.
 */
export interface Rule<F extends Fields = Fields, L = unknown> {
  /** Writes to other fields of an existing record pass without it. */
  fields: readonly (keyof F & string)[];
  load?(ctx: Ctx, changes: readonly Change<F>[]): Promise<L>;
  /** The writes that need what is loaded, all unless said: the rows of a file are then not looked through ahead. */
  loadFor?: readonly Change["by"][];
  /** Further values that follow from the change, or why it is refused; null for neither. */
  decide(change: Change<F>, loaded: L): { set: SetOf<F> } | Refusal | null;
}

/** Hides what a rule loads, so that rules can stand in one list. */
export const rule = <F extends Fields, L = undefined>(given: Rule<F, L>): Rule<F> => given as Rule<F>;
