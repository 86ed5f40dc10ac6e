import "server-only";
import { plain } from "../plain";
import { bulkOpportunities } from "./bulk";
import { createOpportunity } from "./create";

/** The verbs of every noun. A new opportunity takes its place in a stage, and many of them can be moved at once. */
export const opportunityOperations = { ...plain, create: createOpportunity, bulk: bulkOpportunities };
