import { dayLater, localDay, momentOfDay, weekdayOf } from "@/lib/working-time";

/** What members are told of; only what has a source in the product. */
export const notificationTypes = [
  "dealAssigned",
  "dealStageChanged",
  "dealWon",
  "dealLost",
  "dealRotting",
  "dealClosing",
  "accountAssigned",
  "invitationAccepted",
  "importFinished",
  "importFailed",
] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** Ways to be told. `emailAtOnce` marks a type as urgent: its mail waits for no other and for no working hours. */
export const notificationChannels = ["inApp", "email", "emailAtOnce"] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

export const channelLabels: Record<NotificationChannel, string> = {
  inApp: "In the inbox",
  email: "By e-mail",
  emailAtOnce: "Urgent",
};

interface TypeFacts {
  label: string;
  /** Who is told, in a sentence of the settings. */
  who: string;
  /** The channels that are on unless a member says otherwise. */
  defaults: readonly NotificationChannel[];
}

export const typeFacts: Record<NotificationType, TypeFacts> = {
  dealAssigned: {
    label: "Deal assigned to me",
    who: "You became the owner of an opportunity",
    defaults: ["inApp", "email"],
  },
  dealStageChanged: {
    label: "Deal stage changed",
    who: "Of opportunities that you own or follow",
    defaults: ["inApp"],
  },
  dealWon: { label: "Deal won", who: "Of opportunities that you own or follow", defaults: ["inApp", "email"] },
  dealLost: { label: "Deal lost", who: "Of opportunities that you own or follow", defaults: ["inApp", "email"] },
  dealRotting: {
    label: "Deal rotting",
    who: "Opportunities that you own or follow lie untouched for longer than their stage allows",
    defaults: ["inApp", "email"],
  },
  dealClosing: {
    label: "Close date approaching",
    who: "Opportunities that you own or follow are to close within a week",
    defaults: ["inApp", "email"],
  },
  accountAssigned: {
    label: "Account assigned to me",
    who: "You became the owner of an account",
    defaults: ["inApp", "email"],
  },
  invitationAccepted: { label: "Invitation accepted", who: "Somebody whom you invited joined", defaults: ["inApp"] },
  importFinished: { label: "Import finished", who: "Of imports that you started", defaults: ["inApp"] },
  importFailed: {
    label: "Import failed",
    who: "Of imports that you started",
    defaults: ["inApp", "email", "emailAtOnce"],
  },
};

/** What a member chose otherwise than by default. */
export type Departures = readonly { type: string; channel: string; wanted: boolean }[];

/** Whether a member is told of a type by a channel: as they chose, or as it is by default. */
export function wants(type: NotificationType, channel: NotificationChannel, departures: Departures): boolean {
  const chosen = departures.find((one) => one.type === type && one.channel === channel);
  return chosen?.wanted ?? typeFacts[type].defaults.includes(channel);
}

/** How a member is mailed about a type: with others and in working hours, at once, or not. */
export function mailMode(type: NotificationType, departures: Departures): "digest" | "urgent" | null {
  if (!wants(type, "email", departures)) return null;
  return wants(type, "emailAtOnce", departures) ? "urgent" : "digest";
}

/** What an event says, as far as the rules ask. */
export interface ToldEvent {
  name: string;
  /** The member who did it; null for the system. */
  actorId: string | null;
  after: Readonly<Record<string, unknown>> | null;
  data: Readonly<Record<string, unknown>>;
}

/**
 * Whom a notice is for: the record's new owner; its owner and who follows it; of these who is named; who invited; who asked
 * for the work, even where it ended in their own name.
 */
export type Audience = "newOwner" | "watchers" | "named" | "inviter" | "asker";

export interface Notice {
  type: NotificationType;
  audience: Audience;
}

const assigned =
  (type: NotificationType) =>
  (event: ToldEvent): Notice | null =>
    event.after?.ownerId ? { type, audience: "newOwner" } : null;

const always = (type: NotificationType, audience: Audience) => (): Notice => ({ type, audience });

/** A move that was taken back at once is no news. */
const moved =
  (type: NotificationType) =>
  ({ data }: ToldEvent): Notice | null =>
    data.undo === true ? null : { type, audience: "watchers" };

const notices: Readonly<Record<string, (event: ToldEvent) => Notice | null>> = {
  "opportunity.created": assigned("dealAssigned"),
  "opportunity.updated": assigned("dealAssigned"),
  // A move to a closed stage is told by the event that says how it was closed.
  "opportunity.stageChanged": (event) => (event.data.status === "open" ? moved("dealStageChanged")(event) : null),
  "opportunity.won": moved("dealWon"),
  "opportunity.lost": moved("dealLost"),
  "opportunity.rotting": always("dealRotting", "named"),
  "opportunity.closing": always("dealClosing", "named"),
  "account.created": assigned("accountAssigned"),
  "account.updated": assigned("accountAssigned"),
  "member.joined": ({ data }) =>
    typeof data.invitationId === "string" ? { type: "invitationAccepted", audience: "inviter" } : null,
  "import.finished": always("importFinished", "asker"),
  "import.failed": always("importFailed", "asker"),
};

/** Whether events of this name can give a notice; no others are handed over. */
export const canGiveNotice = (name: string): boolean => Object.hasOwn(notices, name);

/** Which notice an event gives, and for whom. Null for events that nobody is told of. */
export const noticeOf = (event: ToldEvent): Notice | null =>
  canGiveNotice(event.name) ? (notices[event.name]?.(event) ?? null) : null;

export const followStates = ["following", "muted", "none"] as const;
export type FollowState = (typeof followStates)[number];

/** Objects whose records can be followed and muted. */
export const followedEntities = ["account", "opportunity"] as const;

/** Who stands how to an event. */
export interface People {
  /** Of the record, now. */
  ownerId: string | null;
  /** Who sent the invitation, or asked for the import. */
  askerId: string | null;
  /** Of the record and of those that it belongs to (a deal's account). */
  follows: readonly { memberId: string; state: string; ofRecord: boolean }[];
}

/** The members whom a notice is for, before their wishes and rights are asked. */
export function recipients(notice: Notice, event: ToldEvent, people: People): string[] {
  const { ownerId, askerId } = people;
  if (notice.audience === "asker") return askerId === null ? [] : [askerId];
  const named = event.after?.ownerId;
  // Of two changes of hands in a row only the last one is news.
  const passedOn = notice.audience === "newOwner" && typeof named === "string" && named !== ownerId;
  const stances = stancesOf(people.follows);
  const following = [...stances].filter(([, state]) => state === "following").map(([memberId]) => memberId);
  const all = {
    newOwner: passedOn ? [] : [ownerId],
    watchers: [ownerId, ...following],
    named: [ownerId, ...following].filter((id) => isNamed(event, id)),
    inviter: [askerId],
  }[notice.audience];
  const told = all.filter((id) => id !== null && id !== event.actorId && stances.get(id) !== "muted");
  return [...new Set(told)].filter((id) => id !== null);
}

const isNamed = ({ data }: ToldEvent, id: string | null) =>
  Array.isArray(data.memberIds) && data.memberIds.includes(id);

/** How each member stands to the record: what they said of itself counts more than what they said of its account. */
function stancesOf(follows: People["follows"]): Map<string, string> {
  const order = [...follows].sort((a, b) => Number(a.ofRecord) - Number(b.ofRecord));
  return new Map(order.map(({ memberId, state }) => [memberId, state]));
}

/** What is shown as one: what happened to a record, or one act on many records. */
export function groupKeyOf(
  type: NotificationType,
  event: { entity: string; entityId: string; batchId: string | null },
): string {
  const ofImport = event.entity === "import";
  return event.batchId === null || ofImport ? `${event.entity} ${event.entityId}` : `batch ${event.batchId} ${type}`;
}

/** Where a record is opened, below the workspace's address. */
export function recordPath(entity: string, id: string): string {
  const pages: Record<string, string> = {
    account: `/accounts/${id}`,
    opportunity: `/opportunities/${id}`,
    import: `/settings/imports/${id}`,
  };
  return pages[entity] ?? "/settings/members";
}

/** What the notification centre shows. */
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
 * Days after which a notification is thrown away: sooner what is done with. What is snoozed counts from when it comes, and
 * a mail from when it was settled.
 */
export const keptDays = { done: 30, open: 180, mail: 90 } as const;
