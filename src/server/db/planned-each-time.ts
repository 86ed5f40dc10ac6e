import "server-only";
import { Prisma } from "./generated/client.ts";

/**
 * Belongs into a statement that reads all rows that match. After some calls PostgreSQL would plan it for the average
 * workspace, which took seven seconds in place of one among a million opportunities.
 */
export const plannedEachTime = Prisma.sql`/* planned each time */`;
