import type { ActivityKind, LoggedActivity, Moment, QuickLog } from "@/lib/quick-log/quick-log";

/** A record that the new activities are linked to. */
export interface LinkedTo {
  entity: string;
  id: string;
  name: string;
}

/** The choices of the person who types; null where the line decides. */
export interface LogChoices {
  kind: ActivityKind | null;
  isDone: boolean | null;
  /** The places of follow-ups that are not to be made. */
  without: ReadonlySet<number>;
  about: readonly LinkedTo[];
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
export function readAs(line: QuickLog, { kind, isDone, without }: LogChoices): [ToLog, ...ToLog[]] {
  const followUps = line.followUps.filter((_, place) => !without.has(place));
  return [toLog(line, { kind, isDone }), ...followUps.map((one) => toLog(one, { kind: null, isDone: false }))];
}

function toLog(read: LoggedActivity, { kind, isDone }: Pick<LogChoices, "kind" | "isDone">): ToLog {
  const type = kind ?? read.kind?.value ?? (read.state === "planned" ? "task" : "note");
  const state = isDone ?? (read.state === null ? !openKinds.includes(type) : read.state === "done");
  const subject = read.subject.value;
  return {
    kind: type,
    isDone: state,
    subject: subject.charAt(0).toUpperCase() + subject.slice(1),
    when: read.when?.value ?? null,
    duration: read.duration?.value ?? null,
  };
}

/** The input of `activities.log`; `text` is what was written below the first line. */
export function logInputOf(all: readonly ToLog[], about: readonly LinkedTo[], text: string) {
  return all.map((one, place) => ({
    name: one.subject,
    kind: one.kind,
    status: one.isDone ? ("completed" as const) : ("planned" as const),
    about: about.map(({ entity, id }) => ({ entity, id })),
    ...(one.when?.at ? { startsAt: one.when.at.toISOString() } : {}),
    ...(one.when && !one.when.at ? { dueOn: one.when.day } : {}),
    ...(one.duration === null ? {} : { duration: one.duration }),
    ...(place === 0 && text !== "" ? { description: text } : {}),
  }));
}
