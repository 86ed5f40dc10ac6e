import "server-only";
import { crud } from "@/server/nouns/crud";
import { crm } from "../../module";
import { opportunityImport } from "../import/operations/opportunity-import";
import { stored, targets } from "../row";
import { opportunityRule } from "../rule";
import { bulkOpportunitiesInput, createOpportunityInput, opportunities } from "../schema";
import { place } from "./create";
import { moveOpportunity } from "./move";
import { undoMove } from "./undo-move";

/** The operations of every noun; a new opportunity takes a place in a stage, and many of them can be moved at once. */
export const opportunityOperations = crud(crm, opportunities, {
  targets,
  table: stored,
  pick: ["account", "amount", "status"],
  facts: ["account", "stage", "amount"],
  imports: opportunityImport,
  rule: opportunityRule,
  placement: { input: createOpportunityInput, place },
  acts: { input: bulkOpportunitiesInput, run: { move: moveOpportunity, undoMove }, undoneBy: { move: "undoMove" } },
});

export const createOpportunity = opportunityOperations.create;
/** @internal For tests. */
export const bulkOpportunities = opportunityOperations.bulk;
