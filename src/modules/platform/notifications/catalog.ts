import type { Notification, NotificationGroup } from "./schema";

/** A piece of a sentence: who did it, to which record, what else is named, or the words between. */
export interface Words {
  text: string;
  as?: "who" | "record" | "what";
}

const nouns: Record<string, { one: string; many: string }> = {
  opportunity: { one: "an opportunity", many: "opportunities" },
  account: { one: "an account", many: "accounts" },
  import: { one: "an import", many: "imports" },
  member: { one: "a member", many: "members" },
};

/** What happened, as a whole sentence; the inbox and mails tell it in the same words. */
export function notificationWords(item: Notification, of: Pick<NotificationGroup, "records">, locale: string): Words[] {
  const who: Words = { text: item.actor?.name ?? "Throughline", as: "who" };
  const record = recordWords(item, of.records, locale);
  switch (item.type) {
    case "dealAssigned":
    case "accountAssigned":
      return [who, { text: " assigned " }, record, { text: " to you" }];
    case "dealStageChanged": {
      const to = item.detail === null || of.records > 1 ? [] : [{ text: " to " }, what(item.detail)];
      return [who, { text: " moved " }, record, ...to];
    }
    case "dealWon":
      return [who, { text: " marked " }, record, { text: " as won" }];
    case "dealLost":
      return [who, { text: " marked " }, record, { text: " as lost" }];
    case "dealRotting":
      return [
        { text: `Untouched for longer than ${of.records > 1 ? "their stages allow" : "its stage allows"}: ` },
        record,
      ];
    case "dealClosing":
      return item.detail === null || of.records > 1
        ? [{ text: "Expected to close within a week: " }, record]
        : [{ text: "Expected to close on " }, what(item.detail), { text: ": " }, record];
    case "invitationAccepted":
      return [{ text: item.record ?? "Somebody", as: "who" }, { text: " accepted your invitation" }];
    case "importFinished":
      return [{ text: "Your import of " }, record, { text: " has finished" }];
    case "importFailed":
      return [{ text: "Your import of " }, record, { text: " failed" }];
  }
}

const what = (text: string): Words => ({ text, as: "what" });

function recordWords(item: Notification, records: number, locale: string): Words {
  const noun = nouns[item.entity];
  if (records > 1) return { text: `${records.toLocaleString(locale)} ${noun?.many ?? "records"}`, as: "record" };
  return item.record === null
    ? { text: `${noun?.one ?? "a record"} that you may not see any more` }
    : { text: item.record, as: "record" };
}
