import { startOfHour, subMonths } from "date-fns";
import { counted } from "@/lib/counted";
import { nounOf } from "@/lib/nouns/all";
import { capital, uncapital } from "@/lib/text";
import { dayLater, momentOfDay } from "@/lib/working-time";
import { permissionLabel } from "@/modules/platform/identity/api-keys/rules";

/** `opportunity.contactAdded` in words: "contact added". */
const spaced = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

const objectWords: Readonly<Record<string, string>> = {
  access: "Refused actions",
  apiKey: "API key",
  jobRun: "Job",
  notificationMail: "Mail",
  notificationPreference: "Notification settings",
  sweep: "Scheduled work",
};

/** An object by the name that its events have: `customField` is "Custom field". */
export const entityWords = (entity: string): string => objectWords[entity] ?? capital(spaced(entity));

interface Told {
  name: string;
  /** As timelines tell it; null for an event that they leave out. */
  verb: string | null;
  /** Labels of the changed fields. */
  fields: readonly string[];
}

const mostFields = 2;

/** Acts that timelines leave out, or tell by the name of their record. */
const ownWords: Readonly<Record<string, string>> = {
  "apiKey.refused": "Refused the API key at an address that is not allowed",
  "apiKey.used": "Used the API key",
  "customField.valuesMoved": "Moved the values of the custom field",
  "import.cancelled": "Cancelled the import",
  "import.checkAsked": "Started the check of the import",
  "import.columnsAsked": "Started to add more columns of the import",
  "import.columnsBrought": "Added more columns of the import",
  "import.created": "Created the import",
  "import.discarded": "Discarded the import",
  "import.failed": "Could not finish the import",
  "import.fileAdded": "Added a file to the import",
  "import.fileRemoved": "Removed a file from the import",
  "import.finished": "Finished the import",
  "import.reverted": "Reverted the import",
  "import.revertStarted": "Started to revert the import",
  "import.started": "Started the import",
  "jobRun.cancelled": "Cancelled the job",
  "jobRun.failed": "Could not finish the job",
  "jobRun.retried": "Retried the job",
  "member.invitationHeld": "Invited, as soon as a seat is free",
  "member.invitationReleased": "Sent the invitation, because a seat is free",
  "member.signedIn": "Signed in",
  "member.signInRefused": "Sign-in refused",
  "member.signedOut": "Signed out",
  "member.confirmed": "Confirmed their identity",
  "member.confirmationRefused": "Confirmation of identity refused",
  "member.factorAdded": "Added a second factor",
  "member.factorRemoved": "Removed a second factor",
  "member.factorsReset": "Second factor reset by an operator",
  "member.passkeyRenamed": "Renamed a passkey",
  "member.recoveryCodesMade": "Made new recovery codes",
  "member.recoveryCodeUsed": "Used a recovery code",
  "member.emailChanged": "Changed the e-mail address",
  "member.resetRequested": "Password reset requested",
  "member.passwordReset": "Reset the password",
  "member.passwordChanged": "Changed the password",
  "member.sessionRevoked": "Signed out another device",
  "member.otherSessionsRevoked": "Signed out all other devices",
  "billing.notified": "Received a message from the payments service",
  "billing.unpaid": "Notified of an unpaid invoice",
  "recordExport.asked": "Requested an export of records",
  "recordExport.cancelled": "Cancelled an export of records",
  "recordExport.copied": "Copied records as a table",
  "recordExport.downloaded": "Downloaded an export of records",
  "recordExport.failed": "Could not finish an export of records",
  "recordExport.finished": "Finished an export of records",
  "recordExport.prepared": "Prepared an export of records",
  "notification.changed": "Marked or snoozed notifications",
  "notification.received": "Notified a member",
  "notificationMail.delayed": "Delayed the e-mail",
  "notificationMail.failed": "Could not send the e-mail",
  "notificationMail.queued": "Prepared the e-mail",
  "notificationMail.retried": "Tried to send the e-mail again",
  "notificationMail.sent": "Sent the e-mail",
  "notificationMail.skipped": "Did not send the e-mail",
  "notificationMail.unknown": "Sent the e-mail, which may not have arrived",
  "notificationPreference.changed": "Changed notification settings",
  "notificationPreference.digestTimeChanged": "Changed the time of the morning digest",
  "plan.limitNear": "Warned that a limit is nearly reached",
  "plan.seatMissing": "Warned that no seat is free",
  "plan.trialEnding": "Warned that the trial ends soon",
  "supportSession.asked": "Asked for support access",
  "supportSession.allowed": "Allowed support access",
  "supportSession.refused": "Refused support access",
  "supportSession.started": "Started a support session",
  "supportSession.opened": "Opened a page",
  "supportSession.read": "Read other data on a page",
  "supportSession.ended": "Ended a support session",
  "supportAccess.changed": "Changed support access",
  "savedView.moved": "Moved the view to another position",
  "tag.valuesMoved": "Moved the records of the tag to another tag",
};

const factors: Readonly<Record<string, string>> = {
  totp: "Authenticator app",
  passkey: "Passkey",
  recoveryCode: "Recovery code",
};
const reasons: Readonly<Record<string, string>> = {
  password: "Wrong password",
  unverified: "The e-mail address is not confirmed",
  code: "Wrong code",
  passkey: "The passkey was not accepted",
};
const wordOf = (words: Readonly<Record<string, string>>, value: unknown): string | null =>
  typeof value === "string" ? (words[value] ?? value) : null;

/** More about an act of a person on their account: the factor, the reason of a refusal, how many devices. */
export function accountDetail(data: Readonly<Record<string, unknown>>, locale: string): string | null {
  const { factor, name, reason, by, left, codes, sessionsEnded } = data;
  if (factor) return [...new Set([wordOf(factors, factor), name].filter(Boolean))].join(": ");
  if (reason) return wordOf(reasons, reason);
  if (by) return wordOf({ ...reasons, ...factors, password: "Password" }, by);
  if (typeof left === "number") return `${counted(left, recoveryCodes, locale)} left`;
  if (typeof codes === "number") return counted(codes, recoveryCodes, locale);
  if (typeof sessionsEnded === "number" && sessionsEnded > 0)
    return `${counted(sessionsEnded, sessions, locale)} ended`;
  return null;
}

const recoveryCodes = { one: "recovery code", many: "recovery codes" };
const sessions = { one: "session", many: "sessions" };

/** Whether an event has words of its own: without them its name is shown. */
export const hasWords = ({ name, verb }: Pick<Told, "name" | "verb">): boolean =>
  verb !== null || name in ownWords || name.startsWith("sweep.");

/** An act in a few words, without its record: "Changed close date", "Moved", "Contact added". */
export function actWords({ name, verb, fields }: Told, locale: string): string {
  if (!hasWords({ name, verb })) return capital(spaced(name.slice(name.indexOf(".") + 1)));
  const own = ownWords[name];
  if (own !== undefined) return own;
  if (verb === null) return "Started scheduled work";
  const isChange = verb.startsWith("changed") && /\.(updated|changed)$/.test(name);
  if (!isChange || fields.length === 0) return capital(verb.replace(/ (of|from|to|for|in)$/, ""));
  if (fields.length > mostFields) return `Changed ${counted(fields.length, { one: "field", many: "fields" }, locale)}`;
  return `Changed ${fields.map((label) => label.charAt(0).toLowerCase() + label.slice(1)).join(" and ")}`;
}

/** Whether an act gives fields new values, which a line for many records tells where they are the same for all. */
export const tellsValues = (name: string): boolean => /\.(updated|moved)$/.test(name);

/** Events that one page may walk through, where no index answers all of its filters together. */
export const longestWalk = 50_000;

/** The earliest time that a plan shows; null if it shows everything. */
export const shownSince = (months: number | null, now: Date): Date | null =>
  months === null ? null : startOfHour(subMonths(now, months));

/** The smallest id at an instant: ids begin with the time of their creation, so their order is that of time. */
export const firstIdAt = (at: Date): string => {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/** Times of the filter, with their days before today. */
export const auditTimes = { today: 0, week: 6, month: 29, quarter: 89 } as const;
export type AuditTime = keyof typeof auditTimes;

interface Chosen {
  time: AuditTime | null;
  /** The first day and the last one, `YYYY-MM-DD`. */
  from: string | null;
  to: string | null;
}

/** Whether a text of an address is a day. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** The chosen days as instants in a time zone: from the start of the first one to the end of the last one. */
export function momentsOf(
  { time, from, to }: Chosen,
  { today, zone }: { today: string; zone: string },
): { from?: string; to?: string } {
  const first = time ? dayLater(today, -auditTimes[time]) : from;
  return {
    ...(first ? { from: momentOfDay(first, 0, zone).toISOString() } : {}),
    ...(to && !time ? { to: momentOfDay(dayLater(to, 1), 0, zone).toISOString() } : {}),
  };
}

type Values = Readonly<Record<string, unknown>>;

/** Stored keys whose values are words of the code. */
const coded = new Set(["status", "kind", "entity"]);
const effects: Readonly<Record<string, string>> = { allow: "Allowed", deny: "Not allowed" };

/** The label of a stored value that no catalogue names: a single right by its words. */
export const labelOf = (key: string): string =>
  key.includes(":") ? permissionLabel(key) : entityWords(key.replace(/(Id|Ids|At)$/, ""));

/** A stored value that no catalogue describes, as people read it. */
export function plainValue(key: string, value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "object") return key === "settings" ? settingsText(value as Values) : JSON.stringify(value);
  if (typeof value !== "string") return value as number | boolean;
  if (key.includes(":")) return effects[value] ?? value;
  return coded.has(key) ? entityWords(value) : value;
}

/** The settings of a custom field: "Options: Gold, Silver (archived); min: 1". */
function settingsText({ options, ...limits }: Values): string {
  const named = ((options ?? []) as { label: string; archived?: true }[]).map(({ label, archived }) =>
    archived ? `${label} (archived)` : label,
  );
  const parts = Object.entries(limits).map(([key, value]) => `${uncapital(entityWords(key))}: ${limitText(value)}`);
  return capital([...(named.length > 0 ? [`options: ${named.join(", ")}`] : []), ...parts].join("; "));
}

function limitText(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? uncapital(entityWords(value)) : String(value);
}

const formats: Readonly<Record<string, string>> = { csv: "CSV", xlsx: "Excel" };

/** The content of an export of records: "1,200 accounts, CSV"; null for other events. */
export function exportDetail({ entity, data }: { entity: string; data: Values }, locale: string): string | null {
  const noun = entity === "recordExport" && nounOf(String(data.noun));
  if (!noun || typeof data.rows !== "number") return null;
  const told = [counted(data.rows, noun, locale), formats[String(data.format)], data.reason];
  return told.filter((part) => typeof part === "string").join(", ");
}
