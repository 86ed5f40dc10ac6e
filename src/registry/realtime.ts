import "server-only";
import { accountScope } from "@/modules/crm/accounts/scope";
import { opportunityScope } from "@/modules/crm/opportunities/scope";
import { lossReasonScope, pipelineScope, stageScope } from "@/modules/crm/pipelines/scope";
import { productScope } from "@/modules/crm/products/scope";
import { apiKeyScope } from "@/modules/platform/api-keys/scope";
import { importScope } from "@/modules/platform/imports/scope";
import { jobRunScope } from "@/modules/platform/jobs/scope";
import { memberScope } from "@/modules/platform/members/scope";
import { notifications } from "@/modules/platform/notifications/jobs";
import { notificationMailScope } from "@/modules/platform/notifications/mails/scope";
import { notificationPreferenceScope, notificationScope } from "@/modules/platform/notifications/scope";
import { teamScope } from "@/modules/platform/teams/scope";
import { workspaceScope } from "@/modules/platform/tenants/scope";
import { registerConsumers } from "@/server/outbox/consumers";
import { signals } from "@/server/signals/consumer";
import { registerLive } from "@/server/signals/live";

/** The objects whose changes open screens follow. */
registerLive([
  { entity: "account", scope: accountScope },
  { entity: "opportunity", scope: opportunityScope },
  { entity: "pipeline", scope: pipelineScope },
  { entity: "stage", scope: stageScope },
  { entity: "lossReason", scope: lossReasonScope },
  { entity: "product", scope: productScope },
  { entity: "member", scope: memberScope },
  { entity: "team", scope: teamScope },
  { entity: "workspace", scope: workspaceScope },
  {
    entity: "import",
    scope: importScope,
    level: "own",
    changesAll: {
      events: ["import.finished", "import.cancelled", "import.failed", "import.reverted"],
      entities: ["account", "opportunity", "pipeline", "product", "member", "team"],
    },
  },
  { entity: "jobRun", scope: jobRunScope, level: "admins" },
  { entity: "apiKey", scope: apiKeyScope, level: "admins" },
  { entity: "notification", scope: notificationScope, level: "self" },
  { entity: "notificationPreference", scope: notificationPreferenceScope, level: "self" },
  { entity: "notificationMail", scope: notificationMailScope, level: "admins" },
]);

/** Who is told of events. */
registerConsumers([signals, notifications]);
