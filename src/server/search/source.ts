import "server-only";
import type { Permission } from "@/lib/roles";
import type { SearchFact } from "@/lib/search";
import type { Ctx } from "../context.ts";
import type { Where } from "../list-definition.ts";
import { processWide } from "../process-wide.ts";
import type { SqlTable } from "../sql-table.ts";

/** A record as a search shows it. */
export interface Shown {
  id: string;
  name: string;
  archived: boolean;
  facts: SearchFact[];
}

/** A field by which records refer to others: a column of their own table, or of the table of their parts. */
export interface SearchReference {
  field: string;
  to: string;
  table: string;
  /** The columns that name the record and the one to which it refers. */
  record: string;
  column: string;
}

/** One kind of record that search finds. */
export interface SearchSource {
  entity: string;
  permission: Permission;
  /** With `nameKey`, its folded name, in byte order. */
  table: SqlTable;
  /** Has an owner, and a visibility setting. */
  owned: boolean;
  /** The fields whose texts find it, besides its name. */
  fields: readonly string[];
  /** Records to which it refers: words are found in their names too. */
  references: readonly SearchReference[];
  /** The records that are not archived. */
  present: Where;
  /** Those of these records that the actor may see. */
  load(ctx: Ctx, ids: readonly string[]): Promise<Shown[]>;
}

const registeredSources = processWide<readonly SearchSource[]>("sources of search");

/** Called by the registry with all kinds of records, in the order in which results name them. */
export function registerSearch(sources: readonly SearchSource[]): void {
  registeredSources.set(sources);
}

/** Every kind of record that search finds. */
export function searchSources(): readonly SearchSource[] {
  return registeredSources.required();
}
