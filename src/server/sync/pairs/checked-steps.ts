import "server-only";
import { coerceDecimal } from "@/lib/coerce/coerce-number";
import { quoteValue } from "@/lib/text";
import { stepsIn } from "@/lib/value-steps/run-steps";
import { stepNames } from "@/lib/value-steps/step-words";
import { type StepKind, stepKinds, type ValueStep, waysOf } from "@/lib/value-steps/steps";
import type { FieldPair, Partners } from "../object.ts";
import type { RemoteField } from "../provider.ts";

const ofTexts: readonly StepKind[] = stepKinds.filter((kind) => kind !== "unit");
const ofNumbers: readonly StepKind[] = ["lookup", "constant", "unit"];

/** The kinds of steps that the values of a pair can take; none where they are neither a text nor a number. */
export function possibleSteps({ holds }: FieldPair): readonly StepKind[] {
  if (holds === undefined) return [];
  return holds === "text" ? ofTexts : ofNumbers;
}

interface Given {
  /** Without its steps. */
  pair: FieldPair;
  steps: readonly ValueStep[];
  described: readonly RemoteField[];
  partners: Partners;
}

/** Why a pair cannot have these steps, in a sentence; null where it can. */
export function stepsRefusal(given: Given): string | null {
  const { pair, steps } = given;
  const possible = possibleSteps(pair);
  const wrong = steps.find(({ kind }) => !possible.includes(kind));
  if (wrong) return wrongKind(pair, wrong.kind);
  if (waysOf(steps).length === 0) return `${pair.label}: these steps need different directions. Remove one of them.`;
  for (const [place, step] of steps.entries()) {
    const words = refusalOf(step, place, given);
    if (words) return `${pair.label}: ${words}`;
  }
  return null;
}

function wrongKind({ label, holds }: FieldPair, kind: StepKind): string {
  if (holds === undefined)
    return `${label} is neither a text nor a number, so its values cannot be changed on the way.`;
  const needs =
    holds === "text" ? "needs a number, and this field holds a text" : "needs a text, and this field holds a number";
  return `${label}: “${stepNames[kind]}” ${needs}.`;
}

function refusalOf(step: ValueStep, place: number, given: Given): string | null {
  if (step.kind === "join") return joinRefusal(step.further, given);
  if (step.kind === "constant")
    return step.way === "in" ? refusedHere(step.value, place, given) : refusedThere(step.value, given);
  if (step.kind !== "lookup") return null;
  for (const { ours, theirs } of step.pairs) {
    const words = refusedHere(ours, place, given) ?? refusedThere(theirs, given);
    if (words) return words;
  }
  return null;
}

function joinRefusal(further: readonly string[], { pair, described }: Given): string | null {
  const known = new Set(described.map(({ name }) => name));
  const missing = further.find((name) => !known.has(name));
  if (missing !== undefined) return `there is no property ${quoteValue(missing)} to join.`;
  const all = [...pair.remote, ...further];
  return new Set(all).size === all.length ? null : "a property can be joined once.";
}

/** A value that a step sets goes through the steps behind it, and has to be one that our field takes. */
function refusedHere(value: string, place: number, { pair, steps, partners }: Given): string | null {
  const [property = ""] = pair.remote;
  const done = stepsIn(steps.slice(place + 1), { [property]: value }, { property, isWhole: pair.holds === "whole" });
  if ("problem" in done) return done.problem;
  const read = pair.toOurs({ [property]: done.text }, partners);
  return "blocked" in read ? read.blocked.words : null;
}

/** The property there has to take it too, as far as its type says it. */
function refusedThere(value: string, { pair, described }: Given): string | null {
  const there = described.find(({ name }) => name === pair.remote[0]);
  if (there?.type === "number" && !coerceDecimal(value).ok)
    return `${quoteValue(value)} is not a number, as ${there.label} needs it there.`;
  const isUnknown = there?.type === "choice" && !there.options.some((option) => option.value === value);
  return isUnknown ? `${quoteValue(value)} is no option of ${there.label} there.` : null;
}
