import "server-only";
import type { Condition } from "@/lib/list";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import type { Relation } from "@/lib/nouns/relations";
import { relatedRequest } from "@/modules/crm/opportunities/components/related-requests";
import { recordsRequest } from "@/modules/platform/records/components/noun-requests";
import { apiAt } from "@/trpc/noun-api";
import type { Api } from "@/trpc/react";
import { type Asked, firstPage } from "@/trpc/server";

/** The requests of nouns that show their related records in their own way. */
const ownRequests: { readonly [E in NounEntity]?: (of: Condition) => object } = {
  opportunity: (of) => relatedRequest(of, "all"),
};

/** The queries of the tabs of a record's relations, so that its page brings the answers. */
export const relatedQueries = (api: Api, relations: readonly Relation[], id: string): Asked[] =>
  relations.map((relation) => {
    const own = relation.entity as NounEntity;
    const request = (ownRequests[own] ?? recordsRequest)({ field: relation.field, op: "anyOf", value: [id] });
    return apiAt(api, nouns[own].path).list.infiniteQueryOptions(request, firstPage);
  });
