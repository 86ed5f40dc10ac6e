import { dayText, todayIn } from "@/lib/day-words";
import type { LifecycleStage } from "../../contacts/fields";

/** The lifecycle stages of contacts that somebody sells to, unless the workspace chose others. */
export const sellingStages: readonly LifecycleStage[] = ["lead", "mql", "sql", "opportunity"];

/** Whose follow-up list: one's own records, those of one's teams and the teams below, or all that one sees. */
export const followUpScopes = ["mine", "teams", "all"] as const;
export type FollowUpScope = (typeof followUpScopes)[number];

/** The kinds of records that are followed up. */
export const followUpKinds = ["opportunity", "contact"] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

/** Why a record is on the follow-up list; of several reasons the first one counts. */
export const followUpReasons = [
  "ownerNobody",
  "ownerLeft",
  "ownerPlaceholder",
  "none",
  "undated",
  "overdue",
  "serviceLevel",
] as const;
export type FollowUpReason = (typeof followUpReasons)[number];

/** The reasons in a few words. */
export const reasonLabels: Readonly<Record<FollowUpReason, string>> = {
  ownerNobody: "No owner",
  ownerLeft: "Owner left",
  ownerPlaceholder: "Owner is a placeholder",
  none: "No next step",
  undated: "Next step without a day",
  overdue: "Next step overdue",
  serviceLevel: "Follow-up time passed",
};

/** The part of the records to follow up that a list shows. */
export interface FollowUpView {
  scope: FollowUpScope;
  entity: FollowUpKind | null;
  reason: FollowUpReason | null;
}

/** The request of a list and of its count; pages prefetch both. */
export const followUpsRequest = ({ scope, entity, reason }: FollowUpView) => ({
  scope,
  ...(entity === null ? {} : { entity }),
  ...(reason === null ? {} : { reason }),
});

/** The state of the member who is responsible for a record's next step, or for the record without one. */
export type Responsible = "nobody" | "removed" | "placeholder" | "present";

/** The facts from which the reason of a record follows. @internal */
export interface FollowUpFacts {
  responsible: Responsible;
  /** Null without a next step; a written line may lack its day. */
  step: { at: Date | null; day: string | null } | null;
  /** By when it has to be followed up by the service level of its stage. */
  serviceDueAt: Date | null;
}

/** The day and the instant of its beginning, before which a next step is overdue. */
export interface DayStart {
  day: string;
  at: Date;
  zone: string;
}

/** The reasons by the state of a member who cannot do anything. */
export const ownerReasons = { nobody: "ownerNobody", removed: "ownerLeft", placeholder: "ownerPlaceholder" } as const;

/** Why a record is on the list; null if it has a next step with an owner, and its day is not over. @internal As SQL in `row.ts`. */
export function followUpReason(facts: FollowUpFacts, today: Omit<DayStart, "zone">, now: Date): FollowUpReason | null {
  const { responsible, step, serviceDueAt } = facts;
  if (responsible !== "present") return ownerReasons[responsible];
  if (!step) return "none";
  if (!step.at) return "undated";
  const isOver = step.day === null ? step.at < today.at : step.day < today.day;
  if (isOver) return "overdue";
  return serviceDueAt !== null && serviceDueAt < now ? "serviceLevel" : null;
}

/** The parts of a record of the list that its sentence follows from. */
interface Waiting {
  reason: FollowUpReason;
  since: string;
  hadActivity: boolean;
  step: { title: string; day: string | null; owner: { name: string } | null } | null;
  owner: { name: string } | null;
}

interface Place {
  locale: string;
  timeZone: string;
}

/** Why a record waits: "No next step, last activity Nov 20". */
export function followUpText(
  { reason, since, hadActivity, step, owner }: Waiting,
  now: Date,
  { locale, timeZone }: Place,
): string {
  const today = todayIn(timeZone, now);
  const dayIn = (instant: string) => dayText(todayIn(timeZone, new Date(instant)), today, locale);
  const person = (step ? step.owner : owner)?.name ?? "The owner";
  if (reason === "ownerNobody") return step ? `Nobody is assigned to “${step.title}”` : "No owner";
  if (reason === "ownerLeft") return `${person} is no longer a member`;
  if (reason === "ownerPlaceholder") return `${person} is a placeholder and cannot sign in`;
  if (reason === "undated") return `No day for “${step?.title}”`;
  if (reason === "overdue") {
    const due = step?.day ? dayText(step.day, today, locale) : dayIn(since);
    return `“${step?.title}” was due: ${due}`;
  }
  if (reason === "serviceLevel") return `Should have been followed up: ${dayIn(since)}`;
  if (!hadActivity) return `No next step or activity. Created: ${dayIn(since)}`;
  return `No next step. Last activity: ${dayIn(since)}`;
}
