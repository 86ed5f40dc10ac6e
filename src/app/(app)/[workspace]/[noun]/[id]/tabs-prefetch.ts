import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import { dealsRequest, withProduct } from "@/modules/crm/opportunities/components/deals-request";
import type { Calls } from "@/trpc/server";

/** What the tabs of a record's screen in `registry/screens.tsx` ask for, so that the document comes with it. */
export const tabsPrefetch: { readonly [E in NounEntity]?: (trpc: Calls, id: string) => Promise<unknown> } = {
  product: (trpc, id) =>
    Promise.all([
      trpc.opportunities.list.prefetchInfinite(dealsRequest(withProduct(id), "all")),
      trpc.pipelines.list.prefetch({ archived: true }),
    ]),
};
