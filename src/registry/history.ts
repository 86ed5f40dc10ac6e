import "server-only";
import * as auditFiles from "@/modules/platform/history/audit/operations/export";
import * as audit from "@/modules/platform/history/audit/operations/list";
import { auditRouter } from "@/modules/platform/history/audit/router";
import { extendTables } from "@/modules/platform/history/events/jobs";
import * as changes from "@/modules/platform/history/events/operations/changes";
import * as feed from "@/modules/platform/history/events/operations/feed";
import * as events from "@/modules/platform/history/events/operations/timeline";
import { eventsRouter } from "@/modules/platform/history/events/router";
import { beginDigests } from "@/modules/platform/history/notifications/digests/jobs";
import * as digestTimes from "@/modules/platform/history/notifications/digests/operations/time";
import { forgetNotifications } from "@/modules/platform/history/notifications/jobs";
import {
  followWorkingHours,
  resumeMails,
  sendNotificationMail,
} from "@/modules/platform/history/notifications/mails/jobs";
import * as notificationHours from "@/modules/platform/history/notifications/mails/operations/hours";
import * as notificationMails from "@/modules/platform/history/notifications/mails/operations/list";
import * as recordLinks from "@/modules/platform/history/notifications/mails/operations/record-link";
import * as unsubscribing from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import { notificationMailsRouter } from "@/modules/platform/history/notifications/mails/router";
import { notificationMailScope } from "@/modules/platform/history/notifications/mails/scope";
import { noticesOnPeople } from "@/modules/platform/history/notifications/operations/forget-person";
import * as notificationList from "@/modules/platform/history/notifications/operations/list";
import * as notificationMarks from "@/modules/platform/history/notifications/operations/mark";
import * as notificationPreferences from "@/modules/platform/history/notifications/operations/preferences";
import { notificationsRouter } from "@/modules/platform/history/notifications/router";
import { notificationPreferenceScope, notificationScope } from "@/modules/platform/history/notifications/scope";
import * as realtime from "@/modules/platform/history/realtime/operations";
import { realtimeRouter } from "@/modules/platform/history/realtime/router";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

export const historyEntry = {
  operations: {
    ...operationsIn(events),
    ...operationsIn(changes),
    ...operationsIn(feed),
    ...operationsIn(realtime),
    ...operationsIn(notificationList),
    ...operationsIn(notificationMarks),
    ...operationsIn(notificationPreferences),
    ...operationsIn(notificationHours),
    ...operationsIn(digestTimes),
    ...operationsIn(notificationMails),
    ...operationsIn(unsubscribing),
    ...operationsIn(recordLinks),
    ...operationsIn(audit),
    ...operationsIn(auditFiles),
  },
  routers: {
    realtime: realtimeRouter,
    events: eventsRouter,
    notifications: notificationsRouter,
    notificationMails: notificationMailsRouter,
    audit: auditRouter,
  },
  jobs: [forgetNotifications, beginDigests, sendNotificationMail, resumeMails, followWorkingHours],
  platformJobs: [extendTables],
  live: [
    { scope: notificationScope, level: "self" },
    { scope: notificationPreferenceScope, level: "self" },
    { scope: notificationMailScope, level: "admins" },
  ],
  personal: [noticesOnPeople],
  timelines: [],
} as const satisfies RegistryEntry;
