import "server-only";
import { query } from "@/server/trpc";
import { getDomainUse } from "./domains/operations";

/** The procedures of accounts that other nouns do not have. */
export const accountProcedures = {
  domainUse: query(getDomainUse),
};
