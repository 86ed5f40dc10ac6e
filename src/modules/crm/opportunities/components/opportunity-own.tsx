"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import type { NounOwn } from "@/modules/platform/data/records/components/noun-own";
import { opportunityEdits } from "../client";
import type { declared } from "../fields";
import type { OpportunityDetailsProps } from "./opportunity-details";

export type OpportunityOwn = NounOwn<typeof declared.fields>;

const Details = lazyPart<OpportunityDetailsProps>(
  () => import("./opportunity-details").then((part) => part.OpportunityDetails),
  { of: "the details" },
);

/** The parts that opportunities replace on every screen that shows one. */
export const opportunityOwn: OpportunityOwn = { ...opportunityEdits, Details };
