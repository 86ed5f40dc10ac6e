import type { StageType } from "../schema";
import { stageImportValues } from "./schema";

/** The stage type that a name suggests. */
export function stageTypeOf(name: string): StageType {
  if (/\b(won|win|gewonnen|gagn[ée]e?|ganad[oa]|closed won|sold|signed)\b/i.test(name)) return "won";
  return /\b(lost|lose|verloren|perdue?|perdid[oa]|closed lost|rejected|declined|cancell?ed|dead)\b/i.test(name)
    ? "lost"
    : "open";
}

/** The type of a stage whose name leaves no doubt; null where somebody has to say it: "Not signed yet", "Churned - lost". */
export function sureTypeOf(name: string): StageType | null {
  if (/^\s*(?:closed[\s-]*)?(?:won|gewonnen|gagn[ée]e?|ganad[oa]|ganho)\s*$/i.test(name)) return "won";
  if (/^\s*(?:closed[\s-]*)?(?:lost|verloren|perdue?|perdid[oa])\s*$/i.test(name)) return "lost";
  return stageTypeOf(name) === "open" ? "open" : null;
}

/** Names of open stages in the order of a sale: the process words. */
const usualSteps: readonly RegExp[] = [
  /\b(lead|new|incoming|inbound|inquiry|enquiry|subscriber|suspect|backlog|neu|nouveau|nuevo|novo)/i,
  /\b(prospect|research|target|identified)/i,
  /\b(contact|outreach|appointment|attempt|connect|approach|kontakt)/i,
  /\b(qualif|mql|sql)/i,
  /\b(discovery|needs|engag|meeting|demo|presentation|analysis|scoping|talk|bedarf)/i,
  /\b(value prop|decision|decision makers?|perception|evaluat|trial|pilot|proof|poc|solution|design|champion)/i,
  /\b(propos|quote|quotation|pricing|offer|tender|angebot|propuesta|devis)/i,
  /\b(negotiat|review|consider|verhandlung|negocia|n[ée]gocia)/i,
  /\b(contract|legal|verbal|signature|signing|sign|procurement|commit|vertrag|contrat)/i,
  /\b(closing|closed|close|onboarding|delivery|invoice)/i,
];

/** The number that a name begins with: "02 Demo". "10% Lead" has none: it says a probability. */
function numberOf(name: string): number | null {
  const number = /^\s*(\d{1,2})\b(?!\s*%)/.exec(name)?.[1];
  return number === undefined ? null : Number(number);
}

/** Where sales usually have a stage of this name. */
function stepOf(name: string): number | null {
  const step = usualSteps.findIndex((words) => words.test(name));
  return step < 0 ? null : step;
}

/** The place of a stage in a sale by its name: its own number, else where sales usually have it; null if unknown. */
export const stagePlaceOf = (name: string): number | null => numberOf(name) ?? stepOf(name);

/** Names of new stages in the order of a sale; one that says no place comes behind the one that is named before it. */
export function inSaleOrder(names: readonly string[]): string[] {
  // A single number may say something else: "30 day trial".
  const isNumbered = names.filter((name) => numberOf(name) !== null).length * 2 > names.length;
  let last = 0;
  const placed = names.map((name) => {
    last = (isNumbered ? numberOf(name) : stepOf(name)) ?? last;
    return { name, place: last };
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ name }) => name);
}

/** A stage that a pipeline gets; `before` is the open stage that a person put it in front of, null behind all of them. */
export interface NewPlace {
  name: string;
  before?: string | null | undefined;
}

/**
 * For each new open stage of a pipeline the place among those that it has, from 0: it stands before the open stage with this
 * index, or behind all of them. New ones keep their order; one whose name says nothing stands beside the other new ones, and
 * alone before the negotiation.
 */
export function placesOfNew(there: readonly { id: string; name: string }[], made: readonly NewPlace[]): number[] {
  const named = made.map(({ name }) => placeAmong(there, name));
  const late = there.findIndex(({ name }) => (stepOf(name) ?? 0) >= negotiationStep);
  const beforeLate = late < 0 ? there.length : late;
  let last: number | null = null;
  return made.map(({ before }, at) => {
    const own = named[at] ?? last ?? named.slice(at).find((place) => place !== null) ?? beforeLate;
    const chosen = before === undefined ? null : chosenPlace(there, before);
    last = chosen ?? Math.max(own, last ?? 0);
    return last;
  });
}

function chosenPlace(there: readonly { id: string }[], before: string | null): number | null {
  if (before === null) return there.length;
  const place = there.findIndex(({ id }) => id === before);
  return place < 0 ? null : place;
}

/** Before the first stage that comes later in a sale; null where names cannot be compared. */
function placeAmong(there: readonly { name: string }[], name: string): number | null {
  const [number, step] = [numberOf(name), stepOf(name)];
  const isNumbered = number !== null && there.some((stage) => numberOf(stage.name) !== null);
  if (!isNumbered && step === null) return null;
  const later = there.findIndex((stage) =>
    isNumbered ? (numberOf(stage.name) ?? -1) > number : (stepOf(stage.name) ?? -1) > (step ?? 0),
  );
  return later < 0 ? there.length : later;
}

const negotiationStep = usualSteps.findIndex((words) => words.test("negotiation"));

/** How an import tells the types of stages: "Won" resembles no name, but stands for the stage Closed Won. */
export const stageNames = {
  options: [
    { value: "open", label: "open" },
    { value: "won", label: "won" },
    { value: "lost", label: "lost" },
  ],
  of: stageTypeOf,
  place: stagePlaceOf,
  values: stageImportValues,
  why: (type: string) => (type === "open" ? null : `is the stage for ${type} opportunities`),
};
