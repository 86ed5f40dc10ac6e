"use client";

import { type RelatedProps, screenOf } from "@/modules/platform/records/components/noun-screen";
import { opportunities } from "../schema";
import { ContactOpportunities } from "./contact-opportunities";
import { RelatedCount, RelatedOpportunities } from "./related-opportunities";

/** Opportunities on the pages of other records: by status, with their stages. They have pages of their own. */
export const OpportunityScreen = screenOf(opportunities as never, {
  Related,
  RelatedCount,
});

const purposes: Readonly<Record<string, string>> = {
  account: "Opportunities with this account appear here. Create the first one with New opportunity.",
  product: "Opportunities with this product appear here. Add the product on an opportunity's page.",
};

function Related({ of, to }: RelatedProps) {
  // A contact has a part in each of them.
  if (to.entity === "contact") return <ContactOpportunities id={to.id} />;
  const purpose = purposes[to.entity] ?? `Opportunities of this ${to.one} appear here.`;
  return <RelatedOpportunities of={of} accounts={to.entity !== "account"} purpose={purpose} />;
}
