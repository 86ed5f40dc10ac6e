import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { nextStepAgenda } from "@/server/nouns/next-step-agenda";
import { contactOperations } from "./operations";

/** The written next steps of contacts. */
export const contactNextSteps = nextStepAgenda({
  entity: "contact",
  table: contactOperations.table.list.table,
  isOpen: Prisma.sql`true`,
});
