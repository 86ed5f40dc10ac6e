import { capital, withArticle } from "@/lib/text";
import { type NounEntity, nounEntities, nouns } from "./all";
import type { HeadNotice, NoticeChannel, NoticeWords, NounHead } from "./noun-head";

/** Whom a notice is for: the record's new owner; its owner and its followers; its followers alone. */
type Audience = "newOwner" | "watchers" | "followers";

/** A kind of notice, with all that is said of it. */
export interface NounNotice extends NoticeWords {
  label: string;
  /** When it is given, in a sentence of the settings. */
  when: string;
  channels: readonly NoticeChannel[];
  audience: Audience;
  /** The names of the events that give it. */
  on: readonly string[];
  only?: Readonly<Record<string, string>>;
}

type Heads = typeof nouns;
type Assigned<E extends NounEntity> = Heads[E]["owned"] extends true ? `${E}Assigned` : never;
type Own<E extends NounEntity> = Heads[E] extends { notices: infer N } ? `${E}${Capitalize<keyof N & string>}` : never;
/** "accountAssigned", "accountChanged", "opportunityWon": an entity and what happened. */
export type NounNoticeType = { [E in NounEntity]: Assigned<E> | `${E}Changed` | Own<E> }[NounEntity];

function noticesOf(entity: string, head: NounHead): [string, NounNotice][] {
  const own = Object.entries(head.notices ?? {}).map(([event, notice]): [string, NounNotice] => [
    entity + capital(event),
    ownNotice(entity, head, event, notice),
  ]);
  const assigned: [string, NounNotice][] = head.owned ? [[`${entity}Assigned`, assignment(entity, head)]] : [];
  return [...assigned, [`${entity}Changed`, change(entity, head)], ...own];
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
 * Only followers of the record itself are notified of each edit: for its owner, and for followers of a parent, it
 * would be noise.
 */
const change = (entity: string, { one, many }: NounHead): NounNotice => ({
  label: `${capital(one)} changed`,
  when: `For ${many} that you follow`,
  channels: ["inApp"],
  audience: "followers",
  on: [`${entity}.updated`, `${entity}.archived`, `${entity}.restored`],
  says: "{who} changed {record}",
  detailed: "{who} {verb} {record}",
});

const ownNotice = (entity: string, { many }: NounHead, event: string, notice: HeadNotice): NounNotice => ({
  when: `For ${many} that you own or follow`,
  ...notice,
  audience: "watchers",
  on: [`${entity}.${event}`],
});

/** The notices of every noun and those that heads add, noun by noun in the order of the sidebar. */
export const nounNotices = Object.fromEntries(
  nounEntities.flatMap((entity) => noticesOf(entity, nouns[entity])),
) as Record<NounNoticeType, NounNotice>;
