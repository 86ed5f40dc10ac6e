import type { Condition } from "@/lib/list-filter";
import type { DeclaredView } from "@/lib/nouns/declared-views";
import { andList, quoteValue } from "@/lib/text";

/** The longest key that is made from a name; people may give up to ten signs. */
const madeLength = 4;

/** The key that a name suggests: the initials of its words, or the first letters of its only word. */
export function keyOfName(name: string): string {
  const words = withoutMarks(name).match(/[A-Z0-9]+/g) ?? [];
  const initials = words.length > 1 ? words.map(([first]) => first).join("") : (words[0] ?? "");
  const letters = initials.replace(/^[0-9]+/, "").slice(0, words.length > 1 ? madeLength : madeLength - 1);
  return letters.length > 1 ? letters : `P${letters || "R"}`;
}

/** In capitals, and Ü as U. */
const withoutMarks = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();

/** The first key that is not taken: KAN, KAN2, KAN3. */
export function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let next = 2;
  while (taken.has(`${wanted}${next}`)) next += 1;
  return `${wanted}${next}`;
}

/** Why a project cannot begin and end on these days; null if it can. */
export const daysRefusal = (start: Date | null, end: Date | null): string | null =>
  start && end && end < start ? "A project ends on the day it starts or later: choose a later end." : null;

/** The open items that a project needs before it starts: how many, and the texts of the first. */
export interface OpenItems {
  count: number;
  first: readonly string[];
}

/** The most items that a refusal names. */
export const mostNamed = 3;

/** Why a project with such items does not start. */
export function startRefusal({ count, first }: OpenItems): string {
  const named = first.slice(0, mostNamed).map((text) => quoteValue(text));
  const more = count - named.length;
  const all = andList(more > 0 ? [...named, `${more} more`] : named);
  const [is, them] = count === 1 ? ["is", "it"] : ["are", "them"];
  return `${all} on the checklist ${is} needed before work starts. Mark ${them} as done, or as not needed.`;
}

/** The most opportunities that a project follows. */
export const mostSales = 20;

/** An opportunity as its project sees it; null where its maker may not read the value. */
export interface Sale {
  accountId: string | null;
  amountMinor: bigint | null;
  currency: string;
}

interface Taken {
  accountId?: string;
  price?: { amount: number; currency: string };
}

/** A new project takes the account of its opportunities if they have one only, and their sum if it has one currency. */
export function takenFrom(sales: readonly Sale[]): Taken {
  const [accountId, ...otherAccounts] = new Set(sales.flatMap(({ accountId: id }) => id ?? []));
  const priced = sales.filter(({ amountMinor }) => amountMinor !== null);
  const [currency, ...otherCurrencies] = new Set(priced.map((sale) => sale.currency));
  const sum = priced.reduce((minor, { amountMinor }) => minor + (amountMinor ?? 0n), 0n);
  return {
    ...(accountId && otherAccounts.length === 0 ? { accountId } : {}),
    ...(currency && otherCurrencies.length === 0 && Number.isSafeInteger(Number(sum))
      ? { price: { amount: Number(sum), currency } }
      : {}),
  };
}

/** The phases of projects that are still to be done. */
export const openPhases = ["setup", "planning", "active", "paused"] as const;
const phases: readonly string[] = [...openPhases, "completed", "archived"];

/** Whether work of a project in this phase is still to be done. */
export const isOpenPhase = (phase: string): boolean => openPhases.some((one) => one === phase);

const dayMs = 86_400_000;

/** How much of the days of a project is over, in whole per cent; null where it has no start or end. */
export function elapsedPercent(
  { startsOn, endsOn }: { startsOn: string | null; endsOn: string | null },
  today: string,
): number | null {
  if (startsOn === null || endsOn === null) return null;
  const [start, now] = [Date.parse(startsOn), Date.parse(today)];
  // Work goes on until the last day is over.
  const end = Date.parse(endsOn) + dayMs;
  return Math.round(Math.min(1, Math.max(0, (now - start) / (end - start))) * 100);
}

/** A stay in a phase with the day on which it began. */
interface PhaseDay {
  value: string;
  day: string;
}
/** A phase on the line of a project: since when, until when it lasted, or when it is planned. */
export interface PhaseOnLine {
  phase: string;
  says: "since " | "planned " | "";
  day: string | null;
}

/** The phases on the line of a project, from its stays, the latest first. Paused is there only while it is paused or was. */
export function phasesOnLine(
  { phase: here, startsOn, endsOn }: { phase: string; startsOn: string | null; endsOn: string | null },
  stays: readonly PhaseDay[],
): PhaseOnLine[] {
  const place = (of: string) => phases.indexOf(of);
  const dayIn = (of: string) => stays.find(({ value }) => value === of)?.day ?? null;
  const planned: Readonly<Record<string, string | null>> = { active: startsOn, completed: endsOn };
  const onLine = phases.filter((phase) => phase !== "paused" || phase === here || dayIn(phase) !== null);
  return onLine.map((phase) => {
    if (phase === here) return { phase, says: "since ", day: dayIn(phase) };
    if (place(phase) < place(here) || phase === "paused") return { phase, says: "", day: dayIn(phase) };
    return { phase, says: "planned ", day: planned[phase] ?? null };
  });
}

const isOpen: Condition = { field: "phase", op: "anyOf", value: [...openPhases] };
const inPhase = (phase: string): Condition => ({ field: "phase", op: "anyOf", value: [phase] });

/** The views of the list of projects besides all and one's own. */
export const projectViews: readonly DeclaredView[] = [
  {
    key: "active",
    label: "Active",
    filter: { conditions: [inPhase("active")] },
    sort: { field: "endsOn", direction: "asc" },
  },
  {
    key: "ending",
    label: "Ending soon",
    filter: { conditions: [isOpen, { field: "endsOn", op: "is", value: "next 30 days" }] },
    sort: { field: "endsOn", direction: "asc" },
  },
  { key: "paused", label: "Paused", filter: { conditions: [inPhase("paused")] } },
  { key: "done", label: "Completed", filter: { conditions: [inPhase("completed")] } },
];

/** The ticks by which people say that a part of the setup is done. */
export const setupTicks = ["setupKnowledge", "setupTesting", "setupLive"] as const;
export type SetupTick = (typeof setupTicks)[number];

/** A part of the setup and its weight, as the first specification has them. */
interface Factor {
  label: string;
  weight: number;
  /** The tick that says it is done; null where it follows from the project. */
  tick: SetupTick | null;
}

/** Artificial intelligence and integrations, of 20 each, are modules that nobody can have yet: the others count for more. */
export const setupFactors: readonly Factor[] = [
  { label: "Team", weight: 15, tick: null },
  { label: "Knowledge base", weight: 15, tick: "setupKnowledge" },
  { label: "Testing", weight: 15, tick: "setupTesting" },
  { label: "Go-live", weight: 15, tick: "setupLive" },
];
export const leftOutFactors = ["AI settings", "Integrations"] as const;

/** The values of a project that its setup follows from. */
export interface SetupState {
  ticked: readonly SetupTick[];
  /** The ids of its manager and its team. */
  managerId: string | null;
  memberIds: readonly (string | null)[];
}

/** Each factor with whether it is done: the team is there once it has a member besides the manager. */
export const setupTerms = ({ ticked, managerId, memberIds }: SetupState): (Factor & { isDone: boolean })[] =>
  setupFactors.map((factor) => ({
    ...factor,
    isDone: factor.tick === null ? memberIds.some((id) => id !== managerId) : ticked.includes(factor.tick),
  }));

/** The completed share of the setup in whole per cent. */
export function setupPercent(state: SetupState): number {
  const terms = setupTerms(state);
  const sum = (some: typeof terms) => some.reduce((total, { weight }) => total + weight, 0);
  return Math.round((100 * sum(terms.filter(({ isDone }) => isDone))) / sum(terms));
}
