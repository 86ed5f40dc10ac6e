import type { Condition } from "@/lib/list";
import type { NounEntity } from "./all";

/** A query that a page asks, so that its document contains the answer: "opportunities.lines" and its input. */
export interface PageQuery {
  name: `${string}.${string}`;
  input: object;
  /** The first page of an endless list. */
  endless?: true;
}

/** The queries of one part of a record's page. */
export interface PartRequests {
  /** Those that need its id alone. */
  first?(id: string): readonly PageQuery[];
  /** Those that depend on the record. */
  dependent?(record: object): readonly PageQuery[];
}

/** The queries of pages that show a noun, besides those of every noun. */
export interface NounRequests {
  /** Its records on the page of another one, where they are shown in its own way. */
  related?(of: Condition): object;
  /** Those of every page with its records. */
  needs?: readonly PageQuery[];
  /** The parts that it has on the pages of records, its own and others. */
  parts?: { readonly [E in NounEntity]?: PartRequests };
}
