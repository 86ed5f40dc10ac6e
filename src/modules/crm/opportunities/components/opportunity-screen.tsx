"use client";

import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { opportunities } from "../schema";
import { RelatedCount, RelatedOpportunities } from "./related-opportunities";

/** Opportunities on the pages of other records: by status, with their stages. They have pages of their own. */
export const OpportunityScreen = screenOf(opportunities as never, {
  Related: ({ of, to }) => (
    <RelatedOpportunities
      of={of}
      accounts={to.entity !== "account"}
      purpose={`Opportunities with this ${to.one} appear here.`}
    />
  ),
  RelatedCount,
});
