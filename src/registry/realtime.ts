import "server-only";
import { nouns, settings } from "@/lib/nouns/all";
import { apiKeyScope } from "@/modules/platform/api-keys/scope";
import { billingScope } from "@/modules/platform/billing/scope";
import { customFieldScope } from "@/modules/platform/custom-fields/scope";
import { importScope } from "@/modules/platform/imports/scope";
import { jobRunScope } from "@/modules/platform/jobs/scope";
import { memberScope } from "@/modules/platform/members/scope";
import { notifications } from "@/modules/platform/notifications/jobs";
import { notificationMailScope } from "@/modules/platform/notifications/mails/scope";
import { notificationPreferenceScope, notificationScope } from "@/modules/platform/notifications/scope";
import { planScope } from "@/modules/platform/plans/scope";
import { supportAccessScope, supportSessionScope } from "@/modules/platform/support/scope";
import { tagScope } from "@/modules/platform/tags/scope";
import { teamScope } from "@/modules/platform/teams/scope";
import { workspaceScope } from "@/modules/platform/tenants/scope";
import { budgetAlertScope, budgetScope } from "@/modules/platform/usage/budgets/scope";
import { registerConsumers } from "@/server/outbox/consumers";
import { signals } from "@/server/signals/consumer";
import { type LiveObject, registerLive } from "@/server/signals/live";
import { liveNouns } from "./nouns";

/** The objects whose changes update open screens. */
const live = [
  ...liveNouns,
  { scope: memberScope },
  { scope: teamScope },
  { scope: customFieldScope },
  { scope: tagScope },
  { scope: workspaceScope },
  { scope: planScope },
  { scope: billingScope, level: "admins" },
  {
    scope: importScope,
    level: "own",
    changesAll: {
      events: ["import.finished", "import.cancelled", "import.failed", "import.reverted"],
      entities: [...Object.keys({ ...settings, ...nouns }), "member", "team"],
    },
  },
  { scope: jobRunScope, level: "admins" },
  { scope: apiKeyScope, level: "admins" },
  { scope: notificationScope, level: "self" },
  { scope: notificationPreferenceScope, level: "self" },
  { scope: notificationMailScope, level: "admins" },
  { scope: supportAccessScope, level: "admins" },
  { scope: supportSessionScope, level: "admins" },
  { scope: budgetScope, level: "admins" },
  { scope: budgetAlertScope, level: "admins" },
] as const satisfies readonly LiveObject[];
registerLive(live);

/** The possible subjects of a signal: `trpc/signal-follower.ts` has the screens that show each of them. */
export type LiveEntity = (typeof live)[number]["scope"]["entity"];

/** The consumers of events. */
registerConsumers([signals, notifications]);
