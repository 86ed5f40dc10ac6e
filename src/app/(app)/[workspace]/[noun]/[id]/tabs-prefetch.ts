import "server-only";
import type { QueryKey } from "@tanstack/react-query";
import type { NounEntity } from "@/lib/nouns/all";
import { relatedRequest, withContact, withProduct } from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import type { Api } from "@/trpc/react";
import { firstPage } from "@/trpc/server";

type Asked = readonly { queryKey: QueryKey }[];

/** The queries of the tabs of a record's screen in `registry/screens.tsx`, so that the document contains the answers. */
export const tabsPrefetch: { readonly [E in NounEntity]?: (api: Api, id: string) => Asked } = {
  product: (api, id) => [
    api.opportunities.list.infiniteQueryOptions(relatedRequest(withProduct(id), "all"), firstPage),
    api.pipelines.list.queryOptions({ archived: true }),
  ],
  contact: (api, id) => [
    api.opportunities.list.infiniteQueryOptions(relatedRequest(withContact(id), "all"), firstPage),
    api.opportunities.ofContact.queryOptions({ id }),
    api.contacts.lifecycle.queryOptions({ id }),
    api.events.timeline.infiniteQueryOptions(timelineRequest("contact", id, false, "touches"), firstPage),
    api.pipelines.list.queryOptions({ archived: true }),
  ],
};
