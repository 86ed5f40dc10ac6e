import "server-only";
import { router } from "@/server/trpc";
import { commerceEntry } from "./commerce";
import { crmEntry } from "./crm";
import { dataEntry } from "./data";
import { historyEntry } from "./history";
import { hubEntry } from "./hub";
import { identityEntry } from "./identity";
import { nounRouters } from "./nouns";
import { operatorEntry } from "./operator";
import { pmoEntry } from "./pmo";
import "./register";
import { workspaceEntry } from "./workspace";

export const appRouter = router({
  ...identityEntry.routers,
  ...workspaceEntry.routers,
  ...commerceEntry.routers,
  ...historyEntry.routers,
  ...dataEntry.routers,
  ...operatorEntry.routers,
  ...crmEntry.routers,
  ...pmoEntry.routers,
  ...hubEntry.routers,
  ...nounRouters,
});
export type AppRouter = typeof appRouter;
