import "server-only";
import { bulkOpportunities } from "./bulk";
import { createOpportunity } from "./create";
import { plain } from "./plain";

/** The operations of every noun, derived or by hand. */
export const opportunityOperations = { ...plain, create: createOpportunity, bulk: bulkOpportunities };
