import "server-only";
import * as apiKeys from "@/modules/platform/api-keys/operations";
import * as auditFiles from "@/modules/platform/audit/operations/export";
import * as audit from "@/modules/platform/audit/operations/list";
import * as confirming from "@/modules/platform/auth/operations/confirm";
import * as emailChanges from "@/modules/platform/auth/operations/email-change";
import * as factors from "@/modules/platform/auth/operations/factors";
import * as links from "@/modules/platform/auth/operations/links";
import * as passkeys from "@/modules/platform/auth/operations/passkeys";
import * as passwords from "@/modules/platform/auth/operations/passwords";
import * as person from "@/modules/platform/auth/operations/person";
import * as sessions from "@/modules/platform/auth/operations/sessions";
import * as signIn from "@/modules/platform/auth/operations/sign-in";
import * as signUp from "@/modules/platform/auth/operations/sign-up";
import * as billingChanges from "@/modules/platform/billing/operations/change";
import * as checkouts from "@/modules/platform/billing/operations/checkout";
import * as billingDetails from "@/modules/platform/billing/operations/details";
import * as planEnds from "@/modules/platform/billing/operations/ending";
import * as billingInvoices from "@/modules/platform/billing/operations/invoices";
import * as billing from "@/modules/platform/billing/operations/overview";
import * as billingPortal from "@/modules/platform/billing/operations/portal";
import * as fieldConversions from "@/modules/platform/custom-fields/operations/convert-field";
import * as fieldList from "@/modules/platform/custom-fields/operations/list-fields";
import * as fieldLifecycle from "@/modules/platform/custom-fields/operations/manage-field";
import * as fieldWrites from "@/modules/platform/custom-fields/operations/write-field";
import * as changes from "@/modules/platform/events/operations/changes";
import * as events from "@/modules/platform/events/operations/timeline";
import * as importChanges from "@/modules/platform/imports/changes/operations/list";
import * as importKeptColumns from "@/modules/platform/imports/kept-columns/operations/ask";
import * as importObjects from "@/modules/platform/imports/objects/operations";
import * as importFiles from "@/modules/platform/imports/operations/add-file";
import * as importAnalysis from "@/modules/platform/imports/operations/analyse-import";
import * as importDecisions from "@/modules/platform/imports/operations/change-file";
import * as importProblems from "@/modules/platform/imports/operations/list-problems";
import * as imports from "@/modules/platform/imports/operations/manage-imports";
import * as importRetries from "@/modules/platform/imports/operations/retry-import";
import * as importRuns from "@/modules/platform/imports/operations/run-import";
import * as importFields from "@/modules/platform/imports/own-fields/operations";
import * as importReverts from "@/modules/platform/imports/reverts/operations";
import * as importValues from "@/modules/platform/imports/values/operations";
import * as jobList from "@/modules/platform/jobs/operations/list-jobs";
import * as jobRuns from "@/modules/platform/jobs/operations/manage-runs";
import * as outbox from "@/modules/platform/jobs/operations/outbox-state";
import * as invitations from "@/modules/platform/members/invitations/operations/inviting";
import * as memberLifecycle from "@/modules/platform/members/operations/lifecycle";
import * as memberList from "@/modules/platform/members/operations/list";
import * as memberRoles from "@/modules/platform/members/operations/roles";
import * as owned from "@/modules/platform/members/owned/operations";
import * as notificationHours from "@/modules/platform/notifications/mails/operations/hours";
import * as notificationMails from "@/modules/platform/notifications/mails/operations/list";
import * as unsubscribing from "@/modules/platform/notifications/mails/operations/unsubscribe";
import * as notificationList from "@/modules/platform/notifications/operations/list";
import * as notificationMarks from "@/modules/platform/notifications/operations/mark";
import * as notificationWishes from "@/modules/platform/notifications/operations/wishes";
import * as planExcess from "@/modules/platform/plans/operations/excess";
import * as planModules from "@/modules/platform/plans/operations/modules";
import * as planOverview from "@/modules/platform/plans/operations/overview";
import * as realtime from "@/modules/platform/realtime/operations";
import * as searching from "@/modules/platform/search/operations";
import * as supportConsent from "@/modules/platform/support/operations/consent";
import * as supportPages from "@/modules/platform/support/operations/page";
import * as supportSessions from "@/modules/platform/support/operations/sessions";
import * as supportTranscripts from "@/modules/platform/support/operations/transcript";
import * as tags from "@/modules/platform/tags/operations/tags";
import * as memberRevert from "@/modules/platform/teams/import/operations/revert-members";
import * as memberImport from "@/modules/platform/teams/import/operations/upsert-members";
import * as teams from "@/modules/platform/teams/operations";
import * as workspaceDeletion from "@/modules/platform/tenants/ending/operations/deletion";
import * as workspaceTransfer from "@/modules/platform/tenants/ending/operations/transfer";
import * as workspaceExports from "@/modules/platform/tenants/exports/operations/exports";
import * as workspaceCreate from "@/modules/platform/tenants/operations/create";
import * as workspaceJoining from "@/modules/platform/tenants/operations/joining";
import * as workspaceSettings from "@/modules/platform/tenants/operations/settings";
import * as signInLinks from "@/modules/platform/tenants/operations/sign-in-link";
import * as budgetSettings from "@/modules/platform/usage/budgets/operations/budgets";
import * as budgetLists from "@/modules/platform/usage/budgets/operations/list";
import * as usageAlerts from "@/modules/platform/usage/operations/alerts";
import * as usageEvents from "@/modules/platform/usage/operations/events";
import * as usageSums from "@/modules/platform/usage/operations/summary";
import type { AnyOperation } from "@/server/operation";
import { importOperations } from "./noun-imports";
import { nounOperations } from "./nouns";
import { operationsIn } from "./operations-in";
import "./parts";

/** Every operation of the product. Tests, REST and OpenAPI walk this list. */
export const operations = {
  ...operationsIn(signUp),
  ...operationsIn(confirming),
  ...operationsIn(emailChanges),
  ...operationsIn(factors),
  ...operationsIn(links),
  ...operationsIn(signIn),
  ...operationsIn(passkeys),
  ...operationsIn(passwords),
  ...operationsIn(person),
  ...operationsIn(sessions),
  ...operationsIn(workspaceCreate),
  ...operationsIn(workspaceJoining),
  ...operationsIn(workspaceSettings),
  ...operationsIn(signInLinks),
  ...operationsIn(memberList),
  ...operationsIn(memberLifecycle),
  ...operationsIn(owned),
  ...operationsIn(memberRoles),
  ...operationsIn(invitations),
  ...operationsIn(teams),
  ...operationsIn(fieldList),
  ...operationsIn(fieldWrites),
  ...operationsIn(fieldLifecycle),
  ...operationsIn(fieldConversions),
  ...operationsIn(tags),
  ...operationsIn(apiKeys),
  ...operationsIn(supportConsent),
  ...operationsIn(supportPages),
  ...operationsIn(supportSessions),
  ...operationsIn(supportTranscripts),
  ...operationsIn(planOverview),
  ...operationsIn(planModules),
  ...operationsIn(planExcess),
  ...operationsIn(billing),
  ...operationsIn(billingInvoices),
  ...operationsIn(billingDetails),
  ...operationsIn(billingChanges),
  ...operationsIn(checkouts),
  ...operationsIn(planEnds),
  ...operationsIn(billingPortal),
  ...nounOperations,
  ...operationsIn(events),
  ...operationsIn(changes),
  ...operationsIn(searching),
  ...operationsIn(realtime),
  ...operationsIn(notificationList),
  ...operationsIn(notificationMarks),
  ...operationsIn(notificationWishes),
  ...operationsIn(notificationHours),
  ...operationsIn(notificationMails),
  ...operationsIn(unsubscribing),
  ...operationsIn(imports),
  ...operationsIn(importKeptColumns),
  ...operationsIn(importFields),
  ...operationsIn(importFiles),
  ...operationsIn(importObjects),
  ...operationsIn(importDecisions),
  ...operationsIn(importAnalysis),
  ...operationsIn(importChanges),
  ...operationsIn(importProblems),
  ...operationsIn(importValues),
  ...operationsIn(importReverts),
  ...operationsIn(importRuns),
  ...operationsIn(importRetries),
  ...operationsIn(jobList),
  ...operationsIn(jobRuns),
  ...operationsIn(outbox),
  ...operationsIn(audit),
  ...operationsIn(auditFiles),
  ...operationsIn(usageSums),
  ...operationsIn(usageEvents),
  ...operationsIn(usageAlerts),
  ...operationsIn(budgetSettings),
  ...operationsIn(budgetLists),
  ...operationsIn(workspaceDeletion),
  ...operationsIn(workspaceTransfer),
  ...operationsIn(workspaceExports),
  ...importOperations,
  ...operationsIn(memberImport),
  ...operationsIn(memberRevert),
} as const satisfies Record<string, AnyOperation>;
