import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import type { Api } from "@/trpc/react";
import { type Asked, firstPage } from "@/trpc/server";

/** The queries of the parts of a record's screen in `registry/screens.tsx`, so that the page brings the answers. */
export const partsOfRecord: { readonly [E in NounEntity]?: (api: Api, id: string) => readonly Asked[] } = {
  contact: (api, id) => [
    api.opportunities.ofContact.queryOptions({ id }),
    api.events.timeline.infiniteQueryOptions(timelineRequest("contact", id, false, "touches"), firstPage),
  ],
};
