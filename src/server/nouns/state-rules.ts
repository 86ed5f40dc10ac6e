import "server-only";
import type { Field, FieldOf, Fields, Transition } from "@/lib/fields/field";
import { isGivenEachTime, noTransitionText, stateLabel, statesIn } from "@/lib/fields/states";
import type { Noun } from "@/lib/nouns/define";
import { uncapital } from "@/lib/text";
import type { Row } from "../fields/kind.ts";
import { storedRulesOf } from "../fields/kinds.ts";
import { type Change, type Refusal, type Rule, rule } from "./rule.ts";

/** Enforces the transitions of choices for every write, except that a revert restores any earlier state. */
export const stateRules = ({ fields, head }: Pick<Noun, "fields" | "head">): Rule[] =>
  statesIn(fields).map(([name, field]) =>
    rule({
      fields: [name],
      decide(change) {
        if (change.by === "revert") return null;
        const to = String(change.after[name]);
        const from = String(change.before?.[name] ?? field.initial);
        if (from === to) return null;
        // A record that is new here may have come a long way elsewhere: it needs what its last step asks for.
        const steps = Object.values(field.states).filter(
          (one) => one.to === to && (change.before === null || one.from.includes(from)),
        );
        if (steps.length === 0) return { field: name, reason: noTransitionText(field, from, to) };
        const refusals = steps.map((step) => refusalOf({ fields, head }, [name, field], step, change));
        return refusals.includes(null) ? null : (refusals[0] ?? null);
      },
    }),
  );

function refusalOf(
  { fields, head }: Pick<Noun, "fields" | "head">,
  [name, field]: [string, Field & FieldOf<"choice">],
  step: Transition,
  change: Change,
): Refusal | null {
  if (!step.needs || change.may(step.needs)) return missing(fields, step, change, head.one);
  const to = stateLabel(field, step.to);
  const reason = `You are not allowed to change ${uncapital(field.label)} to ${to}. Ask an owner or admin.`;
  return { field: name, reason };
}

/** The first required field of a transition that has no value. */
function missing(fields: Fields, { requires = [], label }: Transition, change: Change, one: string): Refusal | null {
  for (const name of requires) {
    const field = fields[name] as Field;
    const isFilled = hasValue(name, field, change.after) && (!isGivenEachTime(field) || change.names.has(name));
    if (isFilled) continue;
    const how = isGivenEachTime(field) ? `give a new one with this change` : `set it on the ${one}`;
    return { field: name, reason: `${label} needs a value in ${field.label}: ${how}.` };
  }
  return null;
}

const hasValue = (name: string, field: Field, row: Row): boolean =>
  Object.keys(storedRulesOf(field).columns(name, field as FieldOf<never>)).some((column) => {
    const value = row[column] ?? null;
    return value !== null && String(value).trim() !== "";
  });
