import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { relatedRequest, withContact, withProduct } from "@/modules/crm/opportunities/components/related-requests";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import type { Calls } from "@/trpc/server";

/** The requests of the tabs of a record's screen in `registry/screens.tsx`, so that the document contains the answers. */
export const tabsPrefetch: { readonly [E in NounEntity]?: (trpc: Calls, id: string) => Promise<unknown> } = {
  product: (trpc, id) =>
    Promise.all([
      trpc.opportunities.list.prefetchInfinite(relatedRequest(withProduct(id), "all")),
      trpc.pipelines.list.prefetch({ archived: true }),
    ]),
  contact: (trpc, id) =>
    Promise.all([
      trpc.opportunities.list.prefetchInfinite(relatedRequest(withContact(id), "all")),
      trpc.opportunities.ofContact.prefetch({ id }),
      trpc.contacts.lifecycle.prefetch({ id }),
      trpc.events.timeline.prefetchInfinite(timelineRequest("contact", id, false, "touches")),
      trpc.pipelines.list.prefetch({ archived: true }),
    ]),
};
