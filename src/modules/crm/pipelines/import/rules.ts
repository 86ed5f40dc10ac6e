import type { StageType } from "../schema";
import { stageImportValues } from "./schema";

/** The stage type that a name suggests. */
export function stageTypeOf(name: string): StageType {
  if (/\b(won|win|gewonnen|gagn[ée]e?|ganad[oa]|closed won|sold|signed)\b/i.test(name)) return "won";
  return /\b(lost|lose|verloren|perdue?|perdid[oa]|closed lost|rejected|declined|cancell?ed|dead)\b/i.test(name)
    ? "lost"
    : "open";
}

/** The probability of a new open stage where nobody says one: rising evenly, in steps of five. */
export function usualProbability(place: number, stages: number): number {
  return Math.round((100 * (place + 1)) / (stages + 1) / 5) * 5;
}

/** Names of open stages in the order of a sale. */
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

/** The place of a stage in a sale by its name: its own number ("02 Demo"), else where sales usually have it; null if unknown. */
export function stagePlaceOf(name: string): number | null {
  const number = /^\s*(\d{1,2})\b/.exec(name)?.[1];
  if (number !== undefined) return Number(number);
  const step = usualSteps.findIndex((words) => words.test(name));
  return step < 0 ? null : step;
}

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
