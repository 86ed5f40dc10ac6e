import type { NounOwn } from "@/modules/platform/records/components/noun-own";
import { opportunityEdits } from "../client";
import type { declared } from "../fields";
import { OpportunityDetails } from "./opportunity-details";

export type OpportunityOwn = NounOwn<typeof declared.fields>;

/** The parts that opportunities replace on every screen that shows one. */
export const opportunityOwn: OpportunityOwn = { ...opportunityEdits, Details: OpportunityDetails };
