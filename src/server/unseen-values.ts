import "server-only";
import type { Condition } from "@/lib/list-filter";
import type { ViewState } from "@/lib/views";
import { unknownId } from "./unknown-id.ts";

// A stored condition may name a record that its reader does not see, or that there is no more. Its reader gets an id that no
// record has in both cases: one that says where in the state the value stands, so that it can be put back when it is saved.

const beforePlace = unknownId.slice(0, -12);
const placeholder = new RegExp(`^${beforePlace}([0-9a-f]{12})$`);

const placeholderOf = (place: number): string => beforePlace + (place + 1).toString(16).padStart(12, "0");

/** The place that a placeholder stands for; null for any other value. */
function placeOf(value: unknown): number | null {
  const place = typeof value === "string" ? placeholder.exec(value)?.[1] : undefined;
  return place === undefined ? null : Number.parseInt(place, 16) - 1;
}

type Value = string | number | boolean;
type Change = (value: Value, condition: Condition, place: number) => Value;

/** A state with other values in its conditions; places are counted over all of them, in their order. */
function withValues(state: ViewState, change: Change): ViewState {
  let place = 0;
  const changed = (condition: Condition): Condition => {
    const { value } = condition;
    if (value === undefined) return condition;
    const next = (one: Value) => change(one, condition, place++);
    return { ...condition, value: Array.isArray(value) ? (value.map(next) as string[]) : next(value as Value) };
  };
  return {
    ...state,
    conditions: state.conditions.map(changed),
    groups: state.groups.map((group) => ({ ...group, conditions: group.conditions.map(changed) })),
  };
}

/** A stored state as a reader gets it who does not see some values. */
export const withoutUnseen = (state: ViewState, isUnseen: (value: Value, condition: Condition) => boolean): ViewState =>
  withValues(state, (value, condition, place) => (isUnseen(value, condition) ? placeholderOf(place) : value));

/**
 * A state that a reader saves, with the values of the stored one that they do not see. Each goes back to its own field
 * alone: another one, such as a text, would be answered as it is stored.
 */
export function withUnseen(state: ViewState, stored: ViewState): ViewState {
  const kept: { value: Value; field: string }[] = [];
  withValues(stored, (value, { field }) => {
    kept.push({ value, field });
    return value;
  });
  return withValues(state, (value, { field }) => {
    const known = kept[placeOf(value) ?? -1];
    return known?.field === field ? known.value : value;
  });
}
