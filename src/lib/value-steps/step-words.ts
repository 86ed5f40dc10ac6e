import { counted, type Noun, plainLocale } from "../counted.ts";
import { andList, capital } from "../text.ts";
import type { LetterCase, StepKind, ValueStep } from "./steps.ts";
import { wayOf } from "./steps.ts";

/** The names of steps, as a menu has them. */
export const stepNames: Readonly<Record<StepKind, string>> = {
  trim: "Trim spaces",
  case: "Change the case",
  split: "Take a part",
  join: "Join properties",
  lookup: "Look up in a table",
  constant: "Always the same value",
  unit: "Convert a unit",
};

export const caseNames: Readonly<Record<LetterCase, string>> = {
  lower: "lower case",
  upper: "UPPER CASE",
  title: "Title Case",
};

const pair: Noun = { one: "pair", many: "pairs" };
const property: Noun = { one: "property", many: "properties" };
const places = ["first", "second", "third"];
const count = (number: number, noun: Noun) => counted(number, noun, plainLocale);

/** "trimmed", "lower case", "× 1000": what a step does to a value that comes in, within a sentence. */
function stepWords(step: ValueStep): string {
  switch (step.kind) {
    case "trim":
      return "trimmed";
    case "case":
      return caseNames[step.to];
    case "split":
      return step.part === "last" ? "last part" : `${places[step.part - 1] ?? `${step.part}th`} part`;
    case "join":
      return `joined with ${count(step.further.length, property)}`;
    case "lookup":
      return `table of ${count(step.pairs.length, pair)}`;
    case "constant":
      return `always “${step.value}”`;
    case "unit":
      return `${step.act === "multiply" ? "×" : "÷"} ${step.by}`;
  }
}

/** "Trimmed, lower case": all steps of a field in a few words; empty without any. */
export const stepsNote = (steps: readonly ValueStep[]): string => capital(steps.map(stepWords).join(", "));

const limits: Readonly<Record<Exclude<ReturnType<typeof wayOf>, "both">, string>> = {
  in: "cannot be turned around, so the field only comes in",
  out: "only works on the way out",
  oneWay: "cannot be turned around, so the field goes one way",
};

/** Why steps take directions away, in a sentence; null where they do not. */
export function limitWords(steps: readonly ValueStep[]): string | null {
  const reasons = steps.flatMap((step) => {
    const way = wayOf(step);
    return way === "both" ? [] : [`“${stepNames[step.kind]}” ${limits[way]}`];
  });
  return reasons.length > 0 ? `${andList([...new Set(reasons)])}.` : null;
}
