import "server-only";
import { query } from "@/server/trpc";
import { getDomainUse } from "./domains/operations";
import { getAccountFamily } from "./family/operations";

/** The procedures of accounts that other nouns do not have. */
export const accountProcedures = {
  domainUse: query(getDomainUse),
  family: query(getAccountFamily),
};
