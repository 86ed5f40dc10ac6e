import "server-only";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import type { Relation } from "@/lib/nouns/relations";
import type { PageQuery } from "@/lib/nouns/requests";
import { recordsRequest } from "@/modules/platform/data/records/components/noun-requests";
import { nounRequests } from "@/registry/nouns";
import { apiAt, type NounApi } from "@/trpc/noun-api";
import type { Api } from "@/trpc/react";
import { firstPage, type QueryOptions } from "@/trpc/server";

/** The queries of the tabs of a record's relations, so that its page brings the answers. */
export const relatedQueries = (api: Api, relations: readonly Relation[], id: string): QueryOptions[] =>
  relations.map((relation) => {
    const own = relation.entity as NounEntity;
    const request = (nounRequests[own]?.related ?? recordsRequest)({ field: relation.field, op: "anyOf", value: [id] });
    return apiAt(api, nouns[own].path).list.infiniteQueryOptions(request, firstPage);
  });

type Procedures = Readonly<Record<string, Pick<NounApi["list"], "queryOptions" | "infiniteQueryOptions">>>;

/** A query that a noun names. */
export function queryOptionsOf(api: Api, { name, input, endless }: PageQuery): QueryOptions {
  const [path = "", verb = ""] = name.split(".");
  const procedure = (api as unknown as Readonly<Record<string, Procedures>>)[path]?.[verb];
  if (!procedure) throw new Error(`There is no query ${name}.`);
  return endless ? procedure.infiniteQueryOptions(input, firstPage) : procedure.queryOptions(input);
}
