import "server-only";
import { identityMutation, identityQuery, mutation, query, router } from "@/server/trpc";
import { getNotificationHours, setNotificationHours } from "./operations/hours";
import { listNotificationMails, retryNotificationMail } from "./operations/list";
import { followByLink, openRecordLink } from "./operations/record-link";
import { openUnsubscribe, unsubscribe } from "./operations/unsubscribe";

export const notificationMailsRouter = router({
  list: query(listNotificationMails),
  retry: mutation(retryNotificationMail),
  hours: query(getNotificationHours),
  setHours: mutation(setNotificationHours),
  openUnsubscribe: identityQuery(openUnsubscribe),
  unsubscribe: identityMutation(unsubscribe),
  openRecordLink: identityQuery(openRecordLink),
  followByLink: identityMutation(followByLink),
});
