import { nounOf } from "@/lib/nouns/all";
import { withArticle } from "@/lib/text";
import { typeFacts } from "./rules";
import type { Notification, NotificationGroup } from "./schema";

/** A piece of a sentence: who did it, to which record, what else is named, or the words between. */
export interface Words {
  text: string;
  as?: "who" | "record" | "what";
}

/** The subjects of notifications besides the records of nouns. */
const others: Readonly<Record<string, { one: string; many: string }>> = {
  member: { one: "member", many: "members" },
  plan: { one: "plan", many: "plans" },
  connection: { one: "integration", many: "integrations" },
  budgetAlert: { one: "budget", many: "budgets" },
};

/** The event as a whole sentence; the inbox and e-mails use the same words. */
export function notificationWords(item: Notification, of: Pick<NotificationGroup, "records">, locale: string): Words[] {
  const { says, many = says, detailed = says, saysOn = {}, gone } = typeFacts[item.type];
  if (gone !== undefined && item.record === null) return [{ text: gone }];
  const one = saysOn[item.event ?? ""] ?? (item.detail === null ? says : detailed);
  return (of.records > 1 ? many : one)
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => namedIn(part, item, of.records, locale) ?? { text: part });
}

/** The line below the sentence of a mention: the words around it, or that they are gone. Null for other notifications. */
export function commentWords({ comment }: Pick<Notification, "comment">): string | null {
  if (comment === null) return null;
  return comment.excerpt === null ? "The comment was deleted" : `“${comment.excerpt}”`;
}

/** The object that a part of a sentence names; undefined for plain words. */
function namedIn(part: string, item: Notification, records: number, locale: string): Words | undefined {
  if (part === "{who}") return { text: item.actor?.name ?? "Throughline", as: "who" };
  if (part === "{member}") return { text: item.record ?? "Somebody", as: "who" };
  if (part === "{what}") return { text: item.detail ?? "", as: "what" };
  if (part === "{verb}") return { text: item.detail ?? "" };
  return part === "{record}" ? recordWords(item, records, locale) : undefined;
}

function recordWords(item: Notification, records: number, locale: string): Words {
  const { one, many } = nounOf(item.entity) ?? others[item.entity] ?? { one: "record", many: "records" };
  if (records > 1) return { text: `${records.toLocaleString(locale)} ${many}`, as: "record" };
  return item.record === null
    ? { text: `${withArticle(one)} that you can no longer see` }
    : { text: item.record, as: "record" };
}
