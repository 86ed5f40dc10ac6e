import { orList } from "@/lib/text";
import type { Field, FieldOf, Fields, Transition, Transitions } from "./field";

type Stated = FieldOf<"choice"> & { states: Transitions };

/** The choice fields of a noun that change only by transitions. */
export const statesIn = (fields: Fields): [name: string, field: Stated][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, Stated][] =>
    hasStates(field) ? [[name, field]] : [],
  );

/** Whether a field changes by its transitions only: forms and editors leave it out. */
export const hasStates = (field: Field): field is Stated =>
  field.kind === "choice" && (field as FieldOf<"choice">).states !== undefined;

/**
 * Whether a transition needs a new value of a required field each time: true for texts, which are the reason for this
 * step.
 */
export const isGivenEachTime = ({ kind }: Field): boolean => kind === "text" || kind === "longText";

/** The transition between two values; undefined if there is none. A new record starts from its initial value. */
export const transitionTo = (
  states: Transitions,
  from: string,
  to: string,
): [verb: string, transition: Transition] | undefined =>
  Object.entries(states).find(([, one]) => one.to === to && one.from.includes(from));

/** The transitions from a value, by their verbs. */
export const transitionsFrom = (states: Transitions, from: string): [verb: string, transition: Transition][] =>
  Object.entries(states).filter(([, one]) => one.from.includes(from));

/** The label of a value. */
export const stateLabel = ({ options }: Pick<FieldOf<"choice">, "options">, value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

/** Why a record cannot go from one value to another: "Status cannot change from Open to Closed, only to Claimed." */
export function noTransitionText(field: Stated, from: string, to: string): string {
  const next = transitionsFrom(field.states, from).map(([, one]) => stateLabel(field, one.to));
  const only = next.length > 0 ? `, only to ${orList([...new Set(next)])}` : "";
  return `${field.label} cannot change from ${stateLabel(field, from)} to ${stateLabel(field, to)}${only}.`;
}
