import { groupBy } from "@/lib/group-by";
import { listPathOf, type NounEntity, nounEntities, nounOf } from "@/lib/nouns/all";
import { commentQuery } from "@/lib/nouns/comments";
import { type NounNoticeType, nounNotices } from "@/lib/nouns/notices";
import type { NoticeChannel } from "@/lib/nouns/noun-head";
import { type Audience, type NoticeFacts, ownNotices } from "@/lib/own-notices";
import { isWork, type WorkNoticeType, workNotices } from "@/lib/work-notices";
import { dayLater, localDay, momentOfDay, weekdayOf } from "@/lib/working-time";

/** All notices: those of every noun, of work in the background, and those of platform. */
export type NotificationType = NounNoticeType | WorkNoticeType | keyof typeof ownNotices;

export const typeFacts: Readonly<Record<NotificationType, NoticeFacts>> = {
  ...nounNotices,
  ...workNotices,
  ...ownNotices,
};
export const notificationTypes = Object.keys(typeFacts) as [NotificationType, ...NotificationType[]];

/** The kind of record that a type is about; null for types about other things. */
export function recordOf(type: NotificationType): NounEntity | null {
  const [entity] = typeFacts[type].on.map((event) => event.split(".")[0] ?? "");
  return nounEntities.find((one) => one === entity) ?? null;
}

/** The types that the inbox has. */
export const inboxTypes = notificationTypes.filter((type) => !typeFacts[type].mailedAlone);

/** The types whose e-mail a member can turn off. */
export const mailTypes = notificationTypes.filter((type) => !typeFacts[type].mailedAlways) as [
  NotificationType,
  ...NotificationType[],
];

/** The types whose e-mail goes although the plan has no e-mails left this month. */
export const beyondLimit = notificationTypes.filter((type) => typeFacts[type].beyondLimit);

/** Channels of notifications. */
export const notificationChannels = ["inApp", "email", "emailAtOnce"] as const satisfies readonly NoticeChannel[];
export type NotificationChannel = (typeof notificationChannels)[number];

export const channelLabels: Record<NotificationChannel, string> = {
  inApp: "In the inbox",
  email: "By e-mail",
  emailAtOnce: "Urgent",
};

/** Whether a member chooses for a type and a channel. */
export function isChoice(type: NotificationType, channel: NotificationChannel): boolean {
  if (typeFacts[type].mailedAlone) return channel === "email";
  return channel === "inApp" || mailTypes.includes(type);
}

/** A member's choices that differ from the default. */
export type Departures = readonly { type: string; channel: string; wanted: boolean }[];

/** Whether a member gets a type by a channel: as they chose, or by default. */
export function wants(type: NotificationType, channel: NotificationChannel, departures: Departures): boolean {
  const chosen = departures.find((one) => one.type === type && one.channel === channel);
  return chosen?.wanted ?? typeFacts[type].channels.includes(channel);
}

/** How a member is mailed about a type: with others and in working hours, at once, or not. */
export function mailMode(type: NotificationType, departures: Departures): "digest" | "urgent" | null {
  if (!isChoice(type, "email") || !wants(type, "email", departures)) return null;
  return wants(type, "emailAtOnce", departures) ? "urgent" : "digest";
}

/** The parts of an event that the rules read. */
export interface NotifiableEvent {
  name: string;
  /** The member who did it; null for the system. */
  actorId: string | null;
  after: Readonly<Record<string, unknown>> | null;
  data: Readonly<Record<string, unknown>>;
}

export interface Notice {
  type: NotificationType;
  audience: Audience;
}

/** The possible notices of each event, by its name. */
const noticesOn = groupBy(
  notificationTypes.flatMap((type) => typeFacts[type].on.map((name) => ({ name, type }))),
  ({ name }) => name,
);

/** Whether events of this name can give a notice; others are not delivered. */
export const canGiveNotice = (name: string): boolean => noticesOn.has(name);

/** Which notices an event gives, and for whom: of two that one member would get, the first. */
export const noticesOf = (event: NotifiableEvent): Notice[] =>
  (noticesOn.get(event.name) ?? [])
    .map(({ type }) => ({ type, audience: typeFacts[type].audience }))
    .filter((notice) => isGiven(notice, event));

/** A move that was undone at once gives no notice, and neither does an edit that changed nothing. */
function isGiven({ type, audience }: Notice, { after, data }: NotifiableEvent): boolean {
  if (data.undo === true) return false;
  if (audience === "newOwner") return Boolean(after?.ownerId);
  if (audience === "inviter") return typeof data.invitationId === "string";
  return Object.entries(typeFacts[type].only ?? {}).every(([name, value]) => data[name] === value);
}

export const followStates = ["following", "muted", "none"] as const;
export type FollowState = (typeof followStates)[number];

/** Why a member follows a record: they chose to, somebody mentioned them in it, or they wrote a text of it. */
export const followReasons = ["chosen", "mentioned", "wrote"] as const;
export type FollowReason = (typeof followReasons)[number];

/** Why a member gets a notification about a record: as its owner, a follower, or a follower of one that it belongs to. */
export const noticeReasons = ["owner", ...followReasons, "above"] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** Objects whose records can be followed and muted: every noun that has records. */
export const followedEntities = nounEntities;

/** The people around an event. */
export interface People {
  /** Of the record, now. */
  ownerId: string | null;
  /** The member who sent the invitation or requested the work. */
  requesterId: string | null;
  /** Owners and admins. */
  adminIds: readonly string[];
  /** Of the record and of those that it belongs to (an opportunity's account). */
  follows: readonly { memberId: string; state: string; reason: string; ofRecord: boolean }[];
}

/** Why a recipient gets a notice; null where its type says that already. */
export function reasonFor(notice: Notice, { ownerId, follows }: People, memberId: string): NoticeReason | null {
  const { type, audience } = notice;
  if (type === "mentioned") return "mentioned";
  if (audience === "newOwner") return "owner";
  if (audience !== "watchers" && audience !== "followers") return null;
  if (audience === "watchers" && memberId === ownerId) return "owner";
  const own = follows.find((one) => one.ofRecord && one.memberId === memberId && one.state === "following");
  return own ? (followReasons.find((reason) => reason === own.reason) ?? "chosen") : "above";
}

/** The reason in words, for the line and the e-mail; `one` is the record's kind, such as "account". */
export const reasonText = (reason: NoticeReason, one: string): string =>
  ({
    owner: `You own this ${one}`,
    chosen: `You follow this ${one}`,
    mentioned: `You were mentioned in this ${one}`,
    wrote: `You wrote on this ${one}`,
    above: `You follow a record that this ${one} belongs to`,
  })[reason];

/** Whether a notification came because the member follows the record itself, so that they can stop. */
export const isFollowed = (reason: NoticeReason | null): boolean => followReasons.some((one) => one === reason);

/** The members whom a notice is for, before their preferences and rights are checked. */
export function recipients(notice: Notice, event: NotifiableEvent, people: People): string[] {
  const { ownerId, requesterId } = people;
  if (notice.audience === "requester") return requesterId === null ? [] : [requesterId];
  // Told of their own acts too: they came near a limit, and it is not they who say so.
  if (notice.audience === "admins") return [...people.adminIds];
  const named = event.after?.ownerId;
  // Of two changes of hands in a row only the last one is news.
  const passedOn = notice.audience === "newOwner" && typeof named === "string" && named !== ownerId;
  const stances = stancesOf(people.follows);
  const following = [...stances].filter(([, state]) => state === "following").map(([memberId]) => memberId);
  const all = {
    newOwner: passedOn ? [] : [ownerId],
    watchers: [ownerId, ...following].filter((id) => isAddressed(event, id)),
    followers: following.filter((id) => people.follows.some((one) => one.ofRecord && one.memberId === id)),
    inviter: [requesterId],
    named: Array.isArray(event.data.memberIds) ? event.data.memberIds.map(String) : [],
  }[notice.audience];
  const notified = all.filter((id) => id !== null && id !== event.actorId && stances.get(id) !== "muted");
  return [...new Set(notified)].filter((id) => id !== null);
}

/** An event that names members is for those of them alone. */
const isAddressed = ({ data }: NotifiableEvent, id: string | null) =>
  !Array.isArray(data.memberIds) || data.memberIds.includes(id);

/**
 * How each member stands to the record: what they said of itself counts more than what they said of that to which it
 * belongs.
 */
function stancesOf(follows: People["follows"]): Map<string, string> {
  const order = [...follows].sort((a, b) => Number(a.ofRecord) - Number(b.ofRecord));
  return new Map(order.map(({ memberId, state }) => [memberId, state]));
}

export interface NewFollower {
  memberId: string;
  entity: string;
  recordId: string;
  reason: FollowReason;
}

interface TextEvent extends NotifiableEvent {
  entity: string;
  entityId: string;
  batchId: string | null;
}

/** The new followers of an event's record: its author, or the members whom it mentions. Nobody by acts on many. */
export function followersFrom({ name, entity, entityId, actorId, batchId, data }: TextEvent): NewFollower[] {
  if (batchId !== null) return [];
  const record = { entity, recordId: entityId };
  if (data.wrote === true && actorId !== null) return [{ ...record, memberId: actorId, reason: "wrote" }];
  if (!typeFacts.mentioned.on.includes(name) || !Array.isArray(data.memberIds)) return [];
  return data.memberIds.map((id) => ({ ...record, memberId: String(id), reason: "mentioned" }));
}

/** Whether events of this name can make a member follow a record, besides those that give a notice. */
export const canMakeFollow = (name: string): boolean => creations.has(name);
const creations = new Set(nounEntities.map((entity) => `${entity}.created`));

/** The type that asks for an answer: it has a line of its own, and stands before all others until it is read. */
export const answered = "mentioned" satisfies NotificationType;

/** The key of events shown together: those of one record, or one act on many records; a mention stands alone. */
export function groupKeyOf(
  type: NotificationType,
  event: { id: string; entity: string; entityId: string; batchId: string | null },
): string {
  if (type === answered && event.batchId === null) return `mention ${event.id}`;
  return event.batchId === null || isWork(event.entity)
    ? `${event.entity} ${event.entityId}`
    : `batch ${event.batchId} ${type}`;
}

/** The key of the notices of a member that share one line of their type, because they are too many to stand alone. */
export const bundleKeyOf = (type: NotificationType, of: { entity: string; actorId: string | null }): string =>
  `many ${type} ${of.entity} ${of.actorId}`;

/** Where work with records of a noun is opened: over their list. */
const workPaths: Readonly<Record<string, (id: string) => string>> = {
  bulkRun: (id) => `?run=${id}`,
  recordExport: (id) => `?export=${id}`,
};

/**
 * Where a record is opened, below the workspace's address: from a notification at the comment that it is about; `noun` is the
 * kind of record that work is about.
 */
export function recordPath(
  entity: string,
  id: string,
  { noun, commentId }: { noun?: unknown; commentId?: unknown } = {},
): string {
  const list = typeof noun === "string" ? listPathOf(noun) : undefined;
  if (workPaths[entity]) return list ? list + workPaths[entity](id) : "/inbox";
  const head = nounOf(entity);
  const at = typeof commentId === "string" ? commentQuery(commentId) : "";
  if (head) return `/${head.path}/${id}${at}`;
  if (entity === "plan") return "/settings/plan";
  if (entity === "billing") return "/settings/billing";
  if (entity === "budgetAlert") return "/settings/usage";
  if (entity === "supportSession") return "/settings/support";
  if (entity === "connection") return "/settings/integrations";
  return entity === "import" ? `/settings/imports/${id}` : "/settings/members";
}

/** Where many records of a noun are found. */
export const recordsPath = (entity: string): string => listPathOf(entity) ?? "/inbox";

/** Where news is opened: its record; of many records the inbox, as only it says of which ones. */
export const newsPath = ({ path, entity }: { path: string | null; entity: string }, records: number): string =>
  records > 1 ? "/inbox" : (path ?? recordsPath(entity));

/** The views of the notification centre. */
export const inboxViews = ["inbox", "unread", "snoozed", "done"] as const;
export type InboxView = (typeof inboxViews)[number];

/** When a snoozed notification can come back: later today, or at nine in the morning of the member's own calendar. */
export function snoozeTimes(now: Date, timeZone: string): { label: string; until: string }[] {
  const today = localDay(now, timeZone);
  const nineIn = (days: number) => momentOfDay(dayLater(today, days), 9 * 60, timeZone).toISOString();
  const toMonday = 8 - weekdayOf(today);
  return [
    { label: "In 3 hours", until: new Date(now.getTime() + 3 * 3_600_000).toISOString() },
    { label: "Tomorrow at 9", until: nineIn(1) },
    { label: "Next Monday at 9", until: nineIn(toMonday) },
  ];
}

/**
 * Days after which a notification is deleted; sooner for those marked as done. Snoozed ones count from the time they
 * return, and an e-mail from when it was settled.
 */
export const retentionDays = { done: 30, open: 180, mail: 90 } as const;
