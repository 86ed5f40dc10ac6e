import { capital, withArticle } from "@/lib/text";
import { type NounEntity, nounEntities, nouns } from "./all";
import { crmNotices } from "./crm-notices";
import type { HeadNotice, HeadNotices, NoticeChannel, NoticeWords, NounHead } from "./noun-head";
import { pmoNotices } from "./pmo-notices";

/** The recipients of a notice: the new owner; owner and followers; only followers; or the members that the event names. */
type Audience = "newOwner" | "watchers" | "followers" | "named";

/** A type of notification, with its texts. */
export interface NounNotice extends NoticeWords {
  label: string;
  /** When it is sent, as a sentence for the settings. */
  when: string;
  channels: readonly NoticeChannel[];
  audience: Audience;
  /** The names of the events that trigger it. */
  on: readonly string[];
  only?: Readonly<Record<string, string>>;
  /** Left out for a member whom the same act mentions, and who is notified of that. */
  yieldsToMention?: true;
}

const ownNotices = { ...crmNotices, ...pmoNotices };

/** The notices of a kind of record besides those of every noun, by their events. */
export const noticesOfHead = (entity: string): HeadNotices[string] => (ownNotices as HeadNotices)[entity] ?? {};

type Heads = typeof nouns;
type Assigned<E extends NounEntity> = Heads[E]["owned"] extends true ? `${E}Assigned` : never;
type Commented<E extends NounEntity> = Heads[E] extends { comments: true } ? `${E}Commented` : never;
type Notices = typeof ownNotices;
type Own<E extends NounEntity> = E extends keyof Notices ? `${E}${Capitalize<keyof Notices[E] & string>}` : never;
/** The types of notification, such as "accountAssigned", "accountChanged", "opportunityWon". */
export type NounNoticeType = {
  [E in NounEntity]: Assigned<E> | `${E}Changed` | Commented<E> | Own<E>;
}[NounEntity];

function noticesOf(entity: string, head: NounHead): [string, NounNotice][] {
  const own = Object.entries(noticesOfHead(entity)).map(([event, notice]): [string, NounNotice] => [
    entity + capital(event),
    ownNotice(entity, head, event, notice),
  ]);
  const assigned: [string, NounNotice][] = head.owned ? [[`${entity}Assigned`, assignment(entity, head)]] : [];
  const commented: [string, NounNotice][] = head.comments ? [[`${entity}Commented`, comment(entity, head)]] : [];
  return [...assigned, [`${entity}Changed`, change(entity, head)], ...commented, ...own];
}

const assignment = (entity: string, { one }: NounHead): NounNotice => ({
  label: `${capital(one)} assigned to me`,
  when: `You became the owner of ${withArticle(one)}`,
  channels: ["inApp", "email"],
  audience: "newOwner",
  on: [`${entity}.created`, `${entity}.updated`],
  says: "{who} assigned {record} to you",
});

/**
 * The notification of an edit, and of a new file. Only followers of the record itself get it: for owners and followers of a parent it
 * would be noise.
 */
const change = (entity: string, { one, many }: NounHead): NounNotice => ({
  label: `${capital(one)} changed`,
  when: `For ${many} that you follow`,
  channels: ["inApp"],
  audience: "followers",
  on: ["updated", "archived", "restored", "fileAdded", "fileVersionAdded"].map((event) => `${entity}.${event}`),
  says: "{who} changed {record}",
  detailed: "{who} {verb} {record}",
  yieldsToMention: true,
});

const comment = (entity: string, { one, many }: NounHead): NounNotice => ({
  label: `Comment on ${withArticle(one)}`,
  when: `For ${many} that you own or follow`,
  channels: ["inApp"],
  audience: "watchers",
  on: [`${entity}.commented`],
  says: "{who} commented on {record}",
  yieldsToMention: true,
});

const ownNotice = (
  entity: string,
  { many }: NounHead,
  event: string,
  { named, ...notice }: HeadNotice,
): NounNotice => ({
  when: `For ${many} that you own or follow`,
  ...notice,
  audience: named ? "named" : "watchers",
  on: [`${entity}.${event}`],
});

/** The notices of every noun and those that heads add, noun by noun in the order of the sidebar. */
export const nounNotices = Object.fromEntries(
  nounEntities.flatMap((entity) => noticesOf(entity, nouns[entity])),
) as Record<NounNoticeType, NounNotice>;
