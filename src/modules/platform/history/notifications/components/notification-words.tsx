import type { ReactNode } from "react";
import { What, Who } from "@/components/timeline/sentence-parts";
import { notificationWords } from "../catalog";
import type { Notification, NotificationGroup } from "../schema";

/** The event as a whole sentence. */
export function notificationSentence(
  item: Notification,
  of: Pick<NotificationGroup, "records">,
  locale: string,
): ReactNode {
  return notificationWords(item, of, locale).map(({ text, as }, at) => {
    const key = `${at} ${text}`;
    if (as === "who") return <Who key={key}>{text}</Who>;
    return as ? <What key={key}>{text}</What> : text;
  });
}

/** The same as a text, for the names of its buttons. */
export const sentenceText = (...given: Parameters<typeof notificationWords>): string =>
  notificationWords(...given)
    .map(({ text }) => text)
    .join("");
