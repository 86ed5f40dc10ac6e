import { nounEntities } from "./nouns/all";
import type { NounNotice } from "./nouns/notices";

/**
 * The audience of a notice: those of nouns, the inviter, the member who requested the work, owners and admins, or the
 * members whom the event names.
 */
export type Audience = NounNotice["audience"] | "inviter" | "requester" | "admins";

export interface NoticeFacts extends Omit<NounNotice, "audience"> {
  audience: Audience;
  /** A job of its own e-mails everybody whom it concerns, whatever they wish: the e-mail is not this notification's. */
  mailedAlways?: true;
  /** No notification: an e-mail of its own, which is not in the inbox and goes at a time of its own. */
  mailedAlone?: true;
  /** The key in its event's data: of several about the same thing an e-mail has the newest alone. */
  newestOf?: string;
  /** Mailed although the plan has no e-mails left this month: it tells of the plan itself. */
  beyondLimit?: true;
  /** The sentence by the name of the event, in the place of `says`. */
  saysOn?: Readonly<Record<string, string>>;
  /** The sentence once the record is deleted or hidden. */
  gone?: string;
}

/** Notifications that are not of one kind of record. */
export const ownNotices = {
  mentioned: {
    label: "Mentioned",
    when: "Somebody mentions you in a text for the first time",
    channels: ["inApp", "email"],
    audience: "named",
    on: nounEntities.map((entity) => `${entity}.mentioned`),
    says: "{who} mentioned you in {record}",
  },
  invitationAccepted: {
    label: "Invitation accepted",
    when: "Somebody whom you invited joins",
    channels: ["inApp"],
    audience: "inviter",
    on: ["member.joined"],
    says: "{member} accepted your invitation",
  },
  colleagueJoined: {
    label: "Joined by e-mail domain",
    when: "Somebody joins by the domain of their e-mail address",
    channels: ["inApp", "email"],
    audience: "admins",
    on: ["member.joined"],
    only: { by: "domain" },
    says: "{member} joined with an address at a domain that you allow",
  },
  planLimit: {
    label: "Limit of the plan",
    when: "A limit of the plan is 80% or 100% used",
    channels: ["inApp", "email"],
    beyondLimit: true,
    audience: "admins",
    on: ["plan.limitNear"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  planTrial: {
    label: "End of a trial",
    when: "7, 3 and 1 day before a trial ends, and at its end",
    channels: ["inApp", "email"],
    beyondLimit: true,
    audience: "admins",
    on: ["plan.trialEnding", "plan.trialEnded"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  planSeat: {
    label: "No seat left",
    when: "Somebody cannot join because all seats are in use",
    channels: ["inApp", "email", "emailAtOnce"],
    beyondLimit: true,
    audience: "admins",
    on: ["plan.seatMissing"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  planUnpaid: {
    label: "Unpaid invoice",
    when: "An invoice is not paid: when it fails, 3 days before the workspace becomes read-only, and on that day",
    channels: ["inApp", "email", "emailAtOnce"],
    beyondLimit: true,
    audience: "named",
    on: ["billing.unpaid"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  connectionExpired: {
    label: "Integration to reconnect",
    when: "An integration must be reconnected, because its service ended the access",
    channels: ["inApp", "email", "emailAtOnce"],
    audience: "admins",
    on: ["connection.expired"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  supportSession: {
    label: "Support access",
    when: "Staff ask to open the workspace, and support sessions begin and end",
    channels: ["inApp"],
    mailedAlways: true,
    audience: "admins",
    on: ["supportSession.asked", "supportSession.started", "supportSession.ended"],
    says: "{what}",
    detail: { in: "text", as: "text" },
  },
  digest: {
    label: "Morning digest",
    when: "On working mornings: what is overdue, due today or to be followed up, and what happened since the day before",
    channels: ["email"],
    mailedAlone: true,
    audience: "named",
    on: [],
    says: "",
  },
  budgetPassed: {
    label: "Budget",
    when: "A budget reaches one of its thresholds",
    channels: ["inApp", "email"],
    audience: "named",
    on: ["budgetAlert.passed"],
    says: "This month has cost {record}",
    newestOf: "budgetId",
  },
} as const satisfies Record<string, NoticeFacts>;
