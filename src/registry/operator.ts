import "server-only";
import * as jobList from "@/modules/platform/operator/jobs/operations/list-jobs";
import * as jobRuns from "@/modules/platform/operator/jobs/operations/manage-runs";
import * as outbox from "@/modules/platform/operator/jobs/operations/outbox-state";
import { jobsRouter } from "@/modules/platform/operator/jobs/router";
import { jobRunScope } from "@/modules/platform/operator/jobs/scope";
import { staffRouter } from "@/modules/platform/operator/staff/router";
import { supportAccessCatalog, supportSessionCatalog } from "@/modules/platform/operator/support/catalog";
import { endSupportSessions, notifySupport } from "@/modules/platform/operator/support/jobs";
import * as supportConsent from "@/modules/platform/operator/support/operations/consent";
import * as supportPages from "@/modules/platform/operator/support/operations/page";
import * as supportSessions from "@/modules/platform/operator/support/operations/sessions";
import * as supportTranscripts from "@/modules/platform/operator/support/operations/transcript";
import { supportRouter } from "@/modules/platform/operator/support/router";
import { supportAccessScope, supportSessionScope } from "@/modules/platform/operator/support/scope";
import { staffSupportRouter } from "@/modules/platform/operator/support/staff/router";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const operatorEntry = {
  operations: {
    ...operationsIn(supportConsent),
    ...operationsIn(supportPages),
    ...operationsIn(supportSessions),
    ...operationsIn(supportTranscripts),
    ...operationsIn(jobList),
    ...operationsIn(jobRuns),
    ...operationsIn(outbox),
  },
  routers: { jobs: jobsRouter, support: supportRouter, staffSupport: staffSupportRouter, staff: staffRouter },
  jobs: [endSupportSessions, notifySupport],
  live: [
    { scope: jobRunScope, level: "admins" },
    { scope: supportAccessScope, level: "admins" },
    { scope: supportSessionScope, level: "admins" },
  ],
  timelines: [
    { catalog: supportAccessCatalog, scope: supportAccessScope, setting: true },
    { catalog: supportSessionCatalog, scope: supportSessionScope, setting: true },
  ],
} as const satisfies RegistryEntry;
