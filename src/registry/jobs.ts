import "server-only";
import { forgetSignIns } from "@/modules/platform/auth/jobs";
import {
  followMembers,
  reconcileBilling,
  resumeBilling,
  sendUsage,
  syncBilling,
  tellUnpaid,
} from "@/modules/platform/billing/jobs";
import { moveFieldValues, purgeCustomFields } from "@/modules/platform/custom-fields/jobs";
import { bringInKeptColumns, workImport } from "@/modules/platform/imports/jobs";
import { forgetNotifications } from "@/modules/platform/notifications/jobs";
import { resumeMails, sendNotificationMail } from "@/modules/platform/notifications/mails/jobs";
import { tellTrials } from "@/modules/platform/plans/jobs";
import { forgetNames } from "@/modules/platform/search/jobs";
import { endSupportSessions, tellSupport } from "@/modules/platform/support/jobs";
import { mergeTags } from "@/modules/platform/tags/jobs";
import {
  deleteWorkspace,
  stopSales,
  tellDeletion,
  tellKept,
  tellTransfer,
} from "@/modules/platform/tenants/ending/jobs";
import { exportWorkspace, forgetExports } from "@/modules/platform/tenants/exports/jobs";
import { tendUsage } from "@/modules/platform/usage/jobs";
import { registerConsumers } from "@/server/outbox/consumers";
import { workflows } from "@/server/workflows/consumer";
import { registerJobs } from "@/server/workflows/job";
import { nounJobs } from "./nouns";

/** Deferred work, in the order of its modules. */
registerJobs([
  forgetSignIns,
  workImport,
  bringInKeptColumns,
  forgetNotifications,
  sendNotificationMail,
  resumeMails,
  moveFieldValues,
  purgeCustomFields,
  forgetNames,
  mergeTags,
  tellTrials,
  syncBilling,
  resumeBilling,
  reconcileBilling,
  sendUsage,
  followMembers,
  tellUnpaid,
  tendUsage,
  endSupportSessions,
  tellSupport,
  tellDeletion,
  stopSales,
  tellKept,
  tellTransfer,
  deleteWorkspace,
  exportWorkspace,
  forgetExports,
  ...nounJobs,
]);

/** The sender of its events. */
registerConsumers([workflows]);
