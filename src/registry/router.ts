import "server-only";
import { apiKeysRouter } from "@/modules/platform/api-keys/router";
import { auditRouter } from "@/modules/platform/audit/router";
import { authRouter } from "@/modules/platform/auth/router";
import { billingRouter } from "@/modules/platform/billing/router";
import { customFieldsRouter } from "@/modules/platform/custom-fields/router";
import { eventsRouter } from "@/modules/platform/events/router";
import { importsRouter } from "@/modules/platform/imports/router";
import { jobsRouter } from "@/modules/platform/jobs/router";
import { ownedRouter } from "@/modules/platform/members/owned/router";
import { membersRouter } from "@/modules/platform/members/router";
import { notificationMailsRouter } from "@/modules/platform/notifications/mails/router";
import { notificationsRouter } from "@/modules/platform/notifications/router";
import { plansRouter } from "@/modules/platform/plans/router";
import { realtimeRouter } from "@/modules/platform/realtime/router";
import { searchRouter } from "@/modules/platform/search/router";
import { staffRouter } from "@/modules/platform/staff/router";
import { supportRouter } from "@/modules/platform/support/router";
import { staffSupportRouter } from "@/modules/platform/support/staff/router";
import { tagsRouter } from "@/modules/platform/tags/router";
import { teamsRouter } from "@/modules/platform/teams/router";
import { endingRouter } from "@/modules/platform/tenants/ending/router";
import { exportsRouter } from "@/modules/platform/tenants/exports/router";
import { tenantsRouter } from "@/modules/platform/tenants/router";
import { budgetsRouter } from "@/modules/platform/usage/budgets/router";
import { usageRouter } from "@/modules/platform/usage/router";
import { router } from "@/server/trpc";
import { nounRouters } from "./nouns";
import "./parts";

export const appRouter = router({
  auth: authRouter,
  realtime: realtimeRouter,
  tenants: tenantsRouter,
  ending: endingRouter,
  exports: exportsRouter,
  members: membersRouter,
  teams: teamsRouter,
  customFields: customFieldsRouter,
  tags: tagsRouter,
  apiKeys: apiKeysRouter,
  plans: plansRouter,
  billing: billingRouter,
  ...nounRouters,
  owned: ownedRouter,
  imports: importsRouter,
  jobs: jobsRouter,
  events: eventsRouter,
  search: searchRouter,
  notifications: notificationsRouter,
  notificationMails: notificationMailsRouter,
  support: supportRouter,
  staffSupport: staffSupportRouter,
  usage: usageRouter,
  audit: auditRouter,
  budgets: budgetsRouter,
  staff: staffRouter,
});
export type AppRouter = typeof appRouter;
