import { addDays } from "date-fns/addDays";
import { addMinutes } from "date-fns/addMinutes";
import { min } from "date-fns/min";
import { v7 } from "uuid";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { mentionsIn } from "@/lib/rich-text/text";
import { foldKey } from "@/lib/text";
import { dayLater } from "@/lib/working-time";
import { isOver, momentOf, settledTimes } from "@/modules/crm/activities/rules";
import { descriptionOf } from "./activity-descriptions";
import type { ActivityFirm, Target } from "./activity-firm";
import { outcomeOf, resultOf } from "./activity-outcomes";
import { type ActivityKind, generalSubjects, type Phase, subjectsOf } from "./activity-subjects";
import { chance, pick, slotsOf, whole, written } from "./activity-words";

export type ActivityStatus = "planned" | "in_progress" | "completed" | "cancelled" | "no_show";

/** An activity that is to be made: its type, its time and its records. */
export interface ActivityPlan {
  kind: ActivityKind;
  phase: Phase;
  status: ActivityStatus;
  /** The workspace's day, and the moment on it: a start, or when something was sent or written. */
  day: string;
  at: Date;
  ownerId: string;
  target: Target;
  /** The subject, where a series has the same one each time. */
  name?: string;
  participantIds?: readonly string[];
}

/** The columns of an activity of the demo. */
export interface ActivityRow {
  id: string;
  name: string;
  nameKey: string;
  kind: ActivityKind;
  status: ActivityStatus;
  priority: string;
  startsAt: Date | null;
  endsAt: Date | null;
  dueOn: Date | null;
  duration: number | null;
  direction: string | null;
  outcomeId: string | null;
  outcomeNote: string | null;
  ownerId: string;
  participants: readonly string[] | null;
  location: string | null;
  link: string | null;
  description: string | null;
  doc: RichDoc | null;
  completedAt: Date | null;
  at: Date;
  reschedules: number;
  creatorId: string;
  createdAt: Date;
  updatedAt: Date;
  /** The account of its records, also where it is not linked itself. */
  accountId: string | null;
  links: readonly { entity: string; id: string }[];
  mentions: readonly { entity: string; id: string }[];
}

const timed = new Set<ActivityKind>(["call", "meeting", "demo"]);
const onDays = new Set<ActivityKind>(["task", "proposal", "contract"]);

/** The row of a planned, held or missed activity, with words, outcome and links that fit its type. */
export function rowOf(plan: ActivityPlan, firm: ActivityFirm): ActivityRow {
  const { kind, phase, status, day, at, ownerId, target } = plan;
  const others = firm.members.filter(({ id }) => id !== ownerId);
  const colleague = others.length > 0 ? pick(others) : (firm.members[0] ?? { id: ownerId, name: "" });
  const slots = slotsOf(target, day, colleague.name);
  const direction = directionOf(kind);
  const outcome = status === "completed" ? outcomeOf(kind, phase, direction === "inbound") : null;
  const times = timesOf(plan, outcome);
  const completedAt = completedAtOf(plan, times);
  const name = plan.name ?? written(subjectsOf(kind, phase), slots) ?? written(generalSubjects, slots) ?? "Notes";
  const described = descriptionOf({ kind, phase, direction }, { slots, target, colleague });
  const created = createdAtOf(plan, completedAt, firm.now);
  return {
    id: v7({ msecs: created.getTime() }),
    name,
    nameKey: foldKey(name),
    ...{ kind, status, direction, ownerId },
    priority: priorityOf(plan),
    ...times,
    outcomeId: outcome ? (firm.outcomes.get(outcome) ?? null) : null,
    outcomeNote: resultOf({ phase, kind, status, outcome }, slots),
    participants: participantsOf(plan, colleague.id),
    ...placeOf(plan, target),
    description: described?.text ?? null,
    doc: described?.doc ?? null,
    completedAt,
    at: momentOf({ ...times, completedAt }, firm.zone) ?? created,
    reschedules: reschedulesOf(plan),
    creatorId: kind !== "note" && chance(0.06) ? colleague.id : ownerId,
    createdAt: created,
    updatedAt: latest([created, completedAt, isOver(status) && at <= firm.now ? at : null]),
    accountId: target.account?.id ?? null,
    links: linksOf(target, kind),
    mentions: described?.doc ? mentionsIn(described.doc) : [],
  };
}

const latest = (dates: readonly (Date | null)[]) => new Date(Math.max(...dates.map((one) => one?.getTime() ?? 0)));

function directionOf(kind: ActivityKind): string | null {
  if (kind === "call") return chance(0.22) ? "inbound" : "outbound";
  if (["email", "sms", "linkedin", "chat"].includes(kind)) return chance(0.34) ? "inbound" : "outbound";
  return null;
}

/** Minutes that calls and meetings took or are to take. */
function minutesOf(kind: ActivityKind, outcome: string | null): number {
  if (kind === "meeting") return pick([30, 45, 60, 60, 60, 90, 120]);
  if (kind === "demo") return pick([30, 45, 45, 60, 60]);
  if (outcome === null) return pick([10, 15, 15, 20, 30]);
  if (outcome === "Connected") return chance(0.7) ? whole(3, 18) : whole(19, 52);
  return outcome === "Left voicemail" ? whole(1, 2) : 1;
}

const dayDate = (day: string) => new Date(`${day}T00:00:00Z`);

function timesOf({ kind, status, day, at }: ActivityPlan, outcome: string | null) {
  const none = { startsAt: null, endsAt: null, dueOn: null, duration: null };
  const isLogged = !timed.has(kind) && !onDays.has(kind);
  if (timed.has(kind)) {
    const given = { ...none, startsAt: at, duration: minutesOf(kind, outcome) };
    const settled = settledTimes(given, new Set(["startsAt", "duration"]));
    if ("field" in settled) throw new Error(settled.reason);
    return settled;
  }
  if (isLogged && status === "completed") return none;
  // People finish most of their tasks on the day, some earlier or later.
  const shift = status === "completed" ? pick([0, 0, 0, 0, 1, 1, 2, -1, -2]) : 0;
  return { ...none, dueOn: dayDate(dayLater(day, shift)) };
}

function completedAtOf({ kind, status, at }: ActivityPlan, { endsAt }: { endsAt: Date | null }): Date | null {
  if (status !== "completed") return null;
  return timed.has(kind) && endsAt ? endsAt : at;
}

/** Calls, e-mails and notes are logged when they happened; everything else was planned days before. */
function createdAtOf({ kind, status, at, name }: ActivityPlan, completedAt: Date | null, now: Date): Date {
  const isPlanned = status !== "completed" || name !== undefined || ["meeting", "demo", "task"].includes(kind);
  if (isPlanned || (kind === "call" && chance(0.3)))
    return addMinutes(addDays(min([at, now]), -whole(1, 12)), -whole(0, 90));
  return completedAt ?? at;
}

function priorityOf({ kind, phase }: ActivityPlan): string {
  const isUrgent = phase === "closing" || phase === "offer";
  if (!onDays.has(kind)) return chance(isUrgent ? 0.12 : 0.04) ? "high" : "normal";
  return pick(isUrgent ? ["normal", "high", "high", "urgent"] : ["low", "normal", "normal", "normal", "high"]);
}

function participantsOf({ kind, participantIds }: ActivityPlan, colleagueId: string): readonly string[] | null {
  if (participantIds) return participantIds.length > 0 ? participantIds : null;
  const share = { meeting: 0.55, demo: 0.7, call: 0.06 }[kind as "meeting"] ?? 0;
  return chance(share) ? [colleagueId] : null;
}

const letters = "abcdefghijkmnopqrstuvwxyz";
const code = (length: number) => Array.from({ length }, () => pick([...letters])).join("");

function placeOf({ kind }: ActivityPlan, { account }: Target) {
  const none = { location: null, link: null };
  if (kind !== "meeting" && kind !== "demo") return none;
  if (kind === "demo" || chance(0.5)) return { ...none, link: `https://meet.example/${code(3)}-${code(4)}-${code(3)}` };
  if (account?.city && chance(0.6)) return { ...none, location: `${account.name}, ${account.city}` };
  return { ...none, location: pick(["Meeting room 1", "Meeting room 2", "Our office, ground floor", "Showroom"]) };
}

function reschedulesOf({ status, kind }: ActivityPlan): number {
  if (["note", "email", "sms", "linkedin", "chat"].includes(kind)) return 0;
  const share = status === "completed" ? 0.05 : 0.22;
  return chance(share) ? pick([1, 1, 1, 2, 2, 3]) : 0;
}

/** The opportunity with the contact, or the contact or the account alone; sometimes the account too. */
function linksOf({ sale, contact, account }: Target, kind: ActivityKind): ActivityRow["links"] {
  const links = [
    ...(sale ? [{ entity: "opportunity", id: sale.id }] : []),
    ...(contact ? [{ entity: "contact", id: contact.id }] : []),
  ];
  const isWhole = links.length === 0 || kind === "note" || kind === "meeting" || chance(0.2);
  return account && isWhole ? [...links, { entity: "account", id: account.id }] : links;
}
