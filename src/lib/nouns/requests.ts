import type { Condition } from "@/lib/list-filter";
import type { NounEntity } from "./all";

/**
 * A query that a page runs on the server, so that its HTML contains the answer: "opportunities.lines" and its input.
 */
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

/** The parameters of an address. */
type PageSearch = Readonly<Record<string, string | string[] | undefined>>;

/** The queries of pages that show a noun, besides those of every noun. */
export interface NounRequests {
  /** The query for its records on the page of another noun, if it shows them in its own way. */
  related?(of: Condition): object;
  /** The queries of another view than list and board, by its name in the address; `today` is the reader's day. */
  views?: { readonly [view: string]: (search: PageSearch, today: string) => readonly PageQuery[] };
  /** The queries of every page with its records. */
  needs?: readonly PageQuery[];
  /** The parts of pages that it adds, by the noun of the page. */
  parts?: { readonly [E in NounEntity]?: PartRequests };
}
