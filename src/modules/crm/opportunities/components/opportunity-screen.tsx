"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { NounPartCount } from "@/modules/platform/data/records/components/noun-part-count";
import { RecordHistory, type RecordParts } from "@/modules/platform/data/records/components/noun-record";
import { type RelatedProps, screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { useApi } from "@/trpc/react";
import { contactParts } from "../contacts/fields";
import { declared } from "../fields";
import { lineParts } from "../lines/fields";
import type { Opportunity } from "../schema";
import { ContactOpportunities } from "./contact-opportunities";
import type { Planned } from "./next-step";
import { opportunityOwn } from "./opportunity-own";
import { RelatedOpportunities } from "./related-opportunities";
import { relatedRequest } from "./related-requests";

// Pages of other records show none of them.
const OpportunityTop = dynamic(() => import("./opportunity-top").then((module) => module.OpportunityTop));
const OpportunityActions = dynamic(() => import("./opportunity-menu").then((module) => module.OpportunityActions));
const Details = dynamic(() => import("./opportunity-details").then((module) => module.OpportunityDetails));
const OpportunityFigures = dynamic(() => import("./opportunity-figures").then((module) => module.OpportunityFigures));
const OpportunityPeople = dynamic(() => import("./opportunity-people").then((module) => module.OpportunityPeople));
const OpportunityLines = dynamic(() => import("./opportunity-lines").then((module) => module.OpportunityLines));
const OpportunityHistory = dynamic(() => import("./opportunity-history").then((module) => module.OpportunityHistory));
const NextStep = dynamic(() => import("./next-step").then((module) => module.NextStep));
const AccountPanel = dynamic(() => import("./account-panel").then((module) => module.AccountPanel));

const hiddenFields = ["closeDatePushes"];

function partsOf(opportunity: Opportunity, Planned: Planned): RecordParts {
  const { id, name } = opportunity;
  const history = <RecordHistory noun={declared} id={id} name={name} hiddenFields={hiddenFields} />;
  const people = <OpportunityPeople opportunity={opportunity} />;
  const lines = <OpportunityLines opportunity={opportunity} />;
  return {
    head: <OpportunityTop opportunity={opportunity} />,
    nextStep: <NextStep opportunity={opportunity} Planned={Planned} />,
    figures: <OpportunityFigures opportunity={opportunity} />,
    actions: <OpportunityActions opportunity={opportunity} />,
    phoneActions: <OpportunityActions opportunity={opportunity} compact />,
    tabs: [
      { id: "timeline", label: "Timeline", panel: history },
      {
        id: contactParts.shown.many,
        label: "People",
        count: <NounPartCount list={contactParts} id={id} />,
        panel: people,
      },
      { id: lineParts.shown.many, label: "Products", count: <NounPartCount list={lineParts} id={id} />, panel: lines },
      { id: "stages", label: "Stage history", count: <StayCount id={id} />, panel: <OpportunityHistory id={id} /> },
    ],
    aside: { id: "account", label: "Account", panel: <AccountPanel opportunity={opportunity} /> },
  };
}

const StayCount = ({ id }: { id: string }) =>
  useQuery(useApi().opportunities.stageHistory.queryOptions({ id })).data?.length;

/** Opportunities, and those of other records on their pages: by status, with their stages. */
export const opportunityScreen = (Planned: Planned) =>
  screenOf(declared, {
    own: { ...opportunityOwn, Details },
    parts: (record) => partsOf(record as Opportunity, Planned),
    Related,
    request: (of) => relatedRequest(of, "all"),
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
