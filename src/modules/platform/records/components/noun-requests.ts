import type { Condition } from "@/lib/list";
import type { NounEntity } from "@/lib/nouns/all";
import type { Api } from "@/trpc/react";
import type { Asked } from "@/trpc/server";

/** The request for the records of one noun that belong to another record, by name; pages prefetch it. */
export const recordsRequest = (of: Condition) => ({
  conditions: [of],
  sort: { field: "name", direction: "asc" as const },
});

/** The parts of a record's page by their names; a promise of queries where they depend on the record. */
export type PartQueries = Readonly<Record<string, readonly Asked[] | Promise<readonly Asked[]>>>;

/** What pages ask for a noun beside the records themselves, so that their documents contain the answers. */
export interface NounRequests {
  /** Its records on the page of another one, where they are shown in its own way. */
  related?(of: Condition): object;
  /** What every page with its records needs. */
  needs?(api: Api): readonly Asked[];
  /** The parts that it has on the pages of records, its own and others. */
  parts?: { readonly [E in NounEntity]?: (api: Api, id: string, record: () => Promise<unknown>) => PartQueries };
}
