import "server-only";
import { query } from "@/server/trpc";
import { getDomainUse } from "./domains/operations";
import { getAccountFamily } from "./family/operations";

/** What accounts have beyond the verbs of every noun. */
export const accountProcedures = {
  domainUse: query(getDomainUse),
  family: query(getAccountFamily),
};
