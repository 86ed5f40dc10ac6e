import "server-only";
import { accountsRouter } from "@/modules/crm/accounts/router";
import { opportunitiesRouter } from "@/modules/crm/opportunities/router";
import { pipelinesRouter } from "@/modules/crm/pipelines/router";
import { productsRouter } from "@/modules/crm/products/router";
import { apiKeysRouter } from "@/modules/platform/api-keys/router";
import { authRouter } from "@/modules/platform/auth/router";
import { eventsRouter } from "@/modules/platform/events/router";
import { importsRouter } from "@/modules/platform/imports/router";
import { membersRouter } from "@/modules/platform/members/router";
import { teamsRouter } from "@/modules/platform/teams/router";
import { tenantsRouter } from "@/modules/platform/tenants/router";
import { router } from "@/server/trpc";
import "./importers";
import "./bootstraps";
import "./timelines";

export const appRouter = router({
  auth: authRouter,
  tenants: tenantsRouter,
  members: membersRouter,
  teams: teamsRouter,
  apiKeys: apiKeysRouter,
  accounts: accountsRouter,
  products: productsRouter,
  imports: importsRouter,
  pipelines: pipelinesRouter,
  opportunities: opportunitiesRouter,
  events: eventsRouter,
});
export type AppRouter = typeof appRouter;
