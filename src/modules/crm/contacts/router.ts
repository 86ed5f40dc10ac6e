import "server-only";
import { query } from "@/server/trpc";
import { listLifecycle } from "./lifecycle/operations";

/** The procedures of contacts that other nouns do not have. */
export const contactProcedures = {
  lifecycle: query(listLifecycle),
};
