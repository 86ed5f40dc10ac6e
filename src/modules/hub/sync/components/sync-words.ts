import { counted, type Noun, nouns } from "@/lib/counted";
import type { ConflictRule, Counts, SyncDirection } from "../rules";
import type { changeReasons, SyncChangeView, SyncProblemGroup, SyncRunView } from "../schema";

/** The side of a rule as a button has it; `label` is the name of the service. */
export const ruleWord = (rule: ConflictRule, label: string): string =>
  ({ newest: "Newest", ours: "Ours", theirs: label, ask: "Ask" })[rule];

/** The effect of a rule when both sides changed a value. */
export const ruleSentence = (rule: ConflictRule, label: string): string =>
  ({
    newest: "The value that was changed last is kept. The other one stays in the log.",
    ours: `Our value is kept. The one of ${label} stays in the log.`,
    theirs: `The value of ${label} is kept. Ours stays in the log.`,
    ask: "Both values stay as they are until somebody chooses, in Problems.",
  })[rule];

export const directionWord = (direction: SyncDirection, label: string): string =>
  ({ in: `From ${label}`, both: "Both ways", out: `To ${label}`, off: "Off" })[direction];

/** "Newest wins, both ways": the rule of a field in one line. */
export function ruleOfField(field: { direction: SyncDirection; conflict: ConflictRule }, label: string): string {
  if (field.direction !== "both") return directionWord(field.direction, label);
  const wins = field.conflict === "ask" ? "Asks" : `${ruleWord(field.conflict, label)} wins`;
  return `${wins}, both ways`;
}

const reasons: Readonly<Record<string, (change: SyncChangeView, label: string) => string>> = {
  onlySide: ({ direction }, label) => (direction === "in" ? `Only ${label} had changed` : "Only ours had changed"),
  newest: ({ direction }, label) => (direction === "in" ? `Newest wins, from ${label}` : "Newest wins, ours"),
  ours: () => "Ours wins",
  theirs: (_, label) => `${label} wins`,
  person: () => "Chosen by a person",
  created: ({ direction }, label) => (direction === "in" ? `Only in ${label}` : "Only here"),
  linked: () => "The same record on both sides",
  unlinked: (_, label) => `No longer kept equal with ${label}`,
  archived: ({ direction }, label) => (direction === "out" ? "Deleted here" : `Deleted in ${label}`),
  oneWay: () => "Goes one way",
};

/** A reason of changes, as a filter of the log names it. */
export const decidedWord = (by: (typeof changeReasons)[number], label: string): string =>
  ({
    onlySide: "One side alone had changed",
    newest: "Newest wins",
    ours: "Ours wins",
    theirs: `${label} wins`,
    person: "A person",
    created: "Created",
    linked: "Linked",
    unlinked: "Unlinked",
    archived: "Deleted",
    oneWay: "Goes one way",
  })[by];

/** Why a change was made, in words. */
export function reasonWords(change: SyncChangeView, label: string): string {
  const { lost, decidedBy, direction } = change;
  const reason = reasons[decidedBy]?.(change, label) ?? decidedBy;
  if (lost === null) return reason;
  return `${reason}; ${direction === "in" ? "ours" : "theirs"} was ${lost}`;
}

/** A change of the whole record: "Created here". Null for a change of one field. */
export function recordAct({ field, decidedBy, direction }: SyncChangeView, label: string): string | null {
  if (field !== null) return null;
  const there = `in ${label}`;
  const acts: Readonly<Record<string, string>> = {
    created: `Created ${direction === "out" ? there : "here"}`,
    archived: `Archived ${direction === "out" ? there : "here"}`,
    linked: "Linked",
    unlinked: "Unlinked",
  };
  return acts[decidedBy] ?? "Changed";
}

export const runWords: Readonly<Record<SyncRunView["kind"], string>> = {
  rehearsal: "rehearsal",
  first: "first sync",
  changes: "changes",
  compare: "comparison of all records",
};

const calls: Noun = { one: "call", many: "calls" };

/** "1 in, 2 out, 1 waits, 3 calls": what a run did. */
export function runSum(run: Pick<SyncRunView, "counts" | "calls">, locale: string): string {
  const { counts } = run;
  const number = (count: number) => count.toLocaleString(locale);
  const parts = [
    [counts.createdHere + counts.updatedHere, "in"],
    [counts.createdThere + counts.updatedThere, "out"],
    [counts.linked, "linked"],
    [counts.unlinked, "unlinked"],
    [counts.problems, counts.problems === 1 ? "waits" : "wait"],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count > 0 ? [`${number(count)} ${word}`] : []));
  const work = said.length > 0 ? said.join(", ") : "nothing to do";
  return run.calls > 0 ? `${work}, ${counted(run.calls, calls, locale)}` : work;
}

/** "39 created, 21 updated", on both sides together; what has not begun says so. */
export function doneWords({ createdHere, createdThere, updatedHere, updatedThere, linked }: Counts, locale: string) {
  const parts = [
    [linked, "linked"],
    [createdHere + createdThere, "created"],
    [updatedHere + updatedThere, "updated"],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count > 0 ? [`${count.toLocaleString(locale)} ${word}`] : []));
  return said.length > 0 ? said.join(", ") : "Nothing yet";
}

const groupTitles: Readonly<Record<string, (label: string) => string>> = {
  conflict: () => "Both sides changed the same value",
  twoHere: (label) => `One record in ${label}, several here`,
  twoThere: (label) => `Two records in ${label}, one here`,
  deletedThere: (label) => `Deleted in ${label}`,
  deletedHere: () => "Deleted here",
  mergedThere: (label) => `Merged in ${label}`,
  refusedThere: (label) => `${label} refuses the value`,
  erasing: (label) => `Erased here, and to be deleted in ${label}`,
  refusedHere: () => "The value is not allowed here",
  keepsChanging: () => "Changes again and again",
  targetNotLinked: () => "The linked record is not kept equal yet",
};

/** The head of a group of problems in a few words; null where the sentence of the server says it alone. */
export function groupTitle(
  { code, lacking }: Pick<SyncProblemGroup, "code" | "lacking">,
  label: string,
): string | null {
  if (lacking) return `${lacking.name} has no partner ${lacking.side === "here" ? "here" : `in ${label}`}`;
  return groupTitles[code]?.(label) ?? null;
}

export const problemWord = (count: number, locale: string): string =>
  counted(count, { one: "problem", many: "problems" }, locale);
export const recordWord = (count: number, locale: string): string => counted(count, nouns.record, locale);
