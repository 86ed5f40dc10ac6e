import "server-only";
import { workImport } from "@/modules/platform/imports/jobs";
import { forgetNotifications } from "@/modules/platform/notifications/jobs";
import { resumeMails, sendNotificationMail } from "@/modules/platform/notifications/mails/jobs";
import { registerConsumers } from "@/server/outbox/consumers";
import { workflows } from "@/server/workflows/consumer";
import { registerJobs } from "@/server/workflows/job";
import { nounJobs } from "./nouns";

/** Deferred work, in the order of its modules. */
registerJobs([workImport, forgetNotifications, sendNotificationMail, resumeMails, ...nounJobs]);

/** The sender of its events. */
registerConsumers([workflows]);
