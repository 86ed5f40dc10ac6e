import type { ActivityKind, LoggedActivity, Moment, QuickLog } from "@/lib/quick-log/quick-log";

/** A record that the new activities are linked to. */
export interface LinkedTo {
  entity: string;
  id: string;
  name: string;
}

/** A contact that a line may mean, with what tells it from others of its name: where it works says more than its title. */
export const offerText = (contact: {
  name: string;
  jobTitle?: string | null;
  account?: { name: string } | null;
}): string => `Link ${[contact.name, contact.account?.name ?? contact.jobTitle].filter(Boolean).join(", ")}`;

/** How a log box opens: for a type, or for something to plan, whose type the line says. */
export type LogStart = ActivityKind | "plan";

/** The time for which somebody began to type, as in a calendar; a time in the line takes its place. */
export interface LogSlot {
  when: Moment;
  /** In minutes. */
  duration: number | null;
  isPast: boolean;
  /** The assignee; null for oneself. */
  ownerId: string | null;
}

/** The choices of the person who types; null where the line decides. */
export interface LogChoices {
  kind: ActivityKind | null;
  isDone: boolean | null;
  /** Where somebody plans, a line that does not say otherwise is a planned task. */
  plans?: boolean;
  /** The places of follow-ups that are not to be made. */
  without: ReadonlySet<number>;
  about: readonly LinkedTo[];
  slot: LogSlot | null;
}

/** One activity as it will be created. */
export interface ToLog {
  kind: ActivityKind;
  isDone: boolean;
  subject: string;
  when: Moment | null;
  /** In minutes. */
  duration: number | null;
}

const openKinds: readonly ActivityKind[] = ["task", "proposal", "contract"];

/** The activity of the line, and those that follow from it; the first lacks a subject while nothing is typed. */
export function readAs(line: QuickLog, { kind, isDone, plans, without, slot }: LogChoices): [ToLog, ...ToLog[]] {
  const followUps = line.followUps.filter((_, place) => !without.has(place));
  const follow = { kind: null, isDone: false, slot: null };
  return [toLog(line, { kind, isDone, plans, slot }), ...followUps.map((one) => toLog(one, follow))];
}

type ForOne = Pick<LogChoices, "kind" | "isDone" | "slot"> & { plans?: boolean | undefined };

function toLog(read: LoggedActivity, choices: ForOne): ToLog {
  const { slot } = choices;
  const kind = kindOf(read, choices);
  const subject = read.subject.value;
  return {
    kind,
    isDone: isDoneIn(read, kind, choices),
    subject: subject.charAt(0).toUpperCase() + subject.slice(1),
    when: read.when?.value ?? slot?.when ?? null,
    duration: read.duration?.value ?? slot?.duration ?? null,
  };
}

function kindOf({ kind: read, state }: LoggedActivity, { kind, plans, slot }: ForOne): ActivityKind {
  const usual = state === "planned" || plans || slot ? "task" : "note";
  return kind ?? read?.value ?? (slot?.when.at ? "meeting" : usual);
}

/** An activity at a time that has passed was done. */
function isDoneIn({ state, when }: LoggedActivity, kind: ActivityKind, { isDone, plans, slot }: ForOne): boolean {
  if (isDone !== null) return isDone;
  if (state !== null) return state === "done";
  if (slot && !when) return slot.isPast;
  return !slot && !plans && !openKinds.includes(kind);
}

/** The input of `activities.log`; `text` is what was written below the first line. */
export function logInputOf(all: readonly ToLog[], { about, slot }: Pick<LogChoices, "about" | "slot">, text: string) {
  return all.map((one, place) => ({
    name: one.subject,
    kind: one.kind,
    status: one.isDone ? ("completed" as const) : ("planned" as const),
    about: about.map(({ entity, id }) => ({ entity, id })),
    ...(slot?.ownerId ? { ownerId: slot.ownerId } : {}),
    ...(one.when?.at ? { startsAt: one.when.at.toISOString() } : {}),
    ...(one.when && !one.when.at ? { dueOn: one.when.day } : {}),
    ...(one.duration === null ? {} : { duration: one.duration }),
    ...(place === 0 && text !== "" ? { description: text } : {}),
  }));
}
