import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import type { Api } from "@/trpc/react";
import { type Asked, firstPage } from "@/trpc/server";

type PartQueries = Readonly<Record<string, readonly Asked[]>>;

/** The queries of the parts of a record's screen in `registry/screens.tsx`, so that the document contains the answers. */
export const partsOfRecord: { readonly [E in NounEntity]?: (api: Api, id: string) => PartQueries } = {
  contact: (api, id) => ({
    roles: [api.opportunities.ofContact.queryOptions({ id })],
    touches: [api.events.timeline.infiniteQueryOptions(timelineRequest("contact", id, false, "touches"), firstPage)],
  }),
};
