/** A part of the line, in positions of its text; `until` is exclusive. */
export interface Span {
  from: number;
  until: number;
}

/** Something that the line says, and the words that it came from. */
export interface Part<T> {
  value: T;
  spans: readonly Span[];
}

export const activityKinds = [
  "call",
  "email",
  "meeting",
  "note",
  "task",
  "sms",
  "linkedin",
  "chat",
  "demo",
  "proposal",
  "contract",
  "other",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** A day, which has no zone; with a time also the minute of the day and its instant in the member's zone. */
export interface Moment {
  day: string;
  minute: number | null;
  at: Date | null;
}

/** A sentence on words that were not understood, or, where it `isResolved`, on the reading that was chosen. */
export interface Problem extends Span {
  message: string;
  isResolved: boolean;
}

/** One activity of the line. */
export interface LoggedActivity {
  /** Null where no word says it. */
  kind: Part<ActivityKind> | null;
  /** Null where neither the verb nor the date says it. */
  state: "done" | "planned" | null;
  /** The words without date and duration. Those that were not understood stay in it. */
  subject: Part<string>;
  when: Part<Moment> | null;
  /** Minutes. */
  duration: Part<number> | null;
  /** Words that may be people: the caller looks them up. */
  names: readonly Part<string>[];
  emails: readonly Part<string>[];
}

export interface QuickLog extends LoggedActivity {
  /** Planned, and tasks unless they name another kind. */
  followUps: readonly LoggedActivity[];
  problems: readonly Problem[];
}

export interface QuickLogOptions {
  /** The member's zone. */
  zone: string;
  now: Date;
  /** On a clock of 24 hours 9:30 is in the morning; on one of 12 hours it is ambiguous. */
  clock: 12 | 24;
  /** The order of 3/4; without it such a date is ambiguous. */
  order: "dmy" | "mdy" | null;
}

/** The longest line that is read. */
export const longestLine = 2000;
