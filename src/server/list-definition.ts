import "server-only";
import type { Ctx } from "./context.ts";
import type { ListKind } from "./list-kinds.ts";
import type { SqlTable } from "./sql-table.ts";

interface AnyField {
  /** The Prisma field. */
  column: string;
  nullable?: boolean;
  sortable?: boolean;
  /** The Prisma field for an actor who may not know all that the usual one says; null if they may know nothing of it. */
  columnFor?(ctx: Ctx): string | null;
  /** The list can be grouped by it. */
  groups?: boolean;
  /** The rows that have only a day, by the Prisma field: it is the noon of that day in the zone of the workspace; only for `instant`. */
  dayOnly?(column: string): Where;
  /** The values of a closed list; only for `enum` and `choices`. */
  choices?: readonly string[];
  /** The kind of record behind its id; conditions reach the fields of that record by "account.industry". */
  to?: string;
  /** The kinds of object that its ids are of, where `to` does not say it; a saved view drops ids that none of them has. */
  objects?: readonly string[];
  /** The condition for rows that belong to any of these ids; only for `related`. */
  where?(ctx: Ctx, ids: string[]): Promise<Where>;
  /** The ids that "my teams" stands for; only for `related` to teams. */
  mine?(ctx: Ctx): Promise<string[]>;
}

/** How a field of a list is compared and sorted. */
export type ListField =
  | (AnyField & {
      kind: Exclude<ListKind, "money" | "amounts" | "lines">;
    })
  | (AnyField & {
      kind: "amounts";
      /** The Prisma field that holds the amounts by currency, where those of several rows can be added up. */
      added?: string;
    })
  | (AnyField & {
      kind: "money";
      /** The Prisma field of its currency: amounts in different currencies are not compared. */
      currency: string;
    })
  | (AnyField & {
      kind: "lines";
      /** The text by which a value is found. */
      keyOf(text: string): string;
    });

export interface ListDefinition {
  /** The kind of record of its rows. */
  entity: string;
  /** Prefix for its parts in the API document, where another list has the same records. */
  partsOf?: string;
  /** The table for raw SQL, used for counts. */
  table: SqlTable;
  fields: Readonly<Record<string, ListField>>;
  defaultSort: { field: string; direction: "asc" | "desc" };
  /** The normalised (lower-case, accent-free) column that the quick search `q` reads. */
  search: string;
  /** The amount that groups add up, and its currency column. */
  sum?: { amount: string; currency: string };
  /** False for kinds of record that cannot be archived. */
  archives?: boolean;
  /** The keys of the views that everybody has of it. */
  views?: readonly string[];
}

/** A where-fragment in Prisma's form. */
export type Where = Record<string, unknown>;
