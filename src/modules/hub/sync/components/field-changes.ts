import { type ValueStep, valueSteps, waysOf } from "@/lib/value-steps/steps";
import type { SyncField } from "../schema";

/** The part of a field that somebody changed and did not save yet. */
export type FieldChange = Partial<Pick<SyncField, "direction" | "conflict" | "steps">> & { pairs?: Pairs };
export type FieldChanges = Readonly<Record<string, FieldChange>>;
type Pairs = NonNullable<SyncField["options"]>["pairs"];
type Pair = Pairs[number];

const pairKey = ({ ours, theirs }: Pair) => `${ours}\n${theirs}`;

/** Pairs in whatever order. */
const areSamePairs = (some: Pairs, others: Pairs): boolean => {
  const keys = new Set(others.map(pairKey));
  return some.length === others.length && some.every((pair) => keys.has(pairKey(pair)));
};

/** The changes with a further one; what is again as it was saved is no change. */
export function withChange(changes: FieldChanges, field: SyncField, more: FieldChange): FieldChanges {
  const { [field.field]: before, ...others } = changes;
  const { direction, conflict, pairs, steps } = { ...before, ...more };
  const left: FieldChange = {
    ...(direction !== undefined && direction !== field.direction ? { direction } : {}),
    ...(conflict !== undefined && conflict !== field.conflict ? { conflict } : {}),
    ...(pairs !== undefined && !areSamePairs(pairs, field.options?.pairs ?? []) ? { pairs } : {}),
    ...(steps !== undefined && JSON.stringify(steps) !== JSON.stringify(field.steps) ? { steps } : {}),
  };
  return Object.keys(left).length > 0 ? { ...others, [field.field]: left } : others;
}

/** A field as it will be when its changes are saved, with the directions that its steps leave. */
export function changedField(field: SyncField, { direction, conflict, pairs, steps }: FieldChange = {}): SyncField {
  const ways = waysOf(steps ?? field.steps);
  return {
    ...field,
    directions: field.directions.filter((way) => ways.includes(way)),
    direction: direction ?? field.direction,
    conflict: conflict ?? field.conflict,
    steps: steps ?? field.steps,
    options: field.options && pairs ? { ...field.options, pairs } : field.options,
  };
}

/** New steps of a field; where they take its direction away, it gets the one that is left. `all`: those without steps. */
export function withSteps(
  { direction }: Pick<SyncField, "direction">,
  all: SyncField["directions"],
  steps: readonly ValueStep[],
): FieldChange {
  const ways = waysOf(steps);
  const left = all.filter((way) => ways.includes(way));
  const [first] = left;
  const stays = direction === "off" || left.includes(direction) || first === undefined;
  return { steps: [...steps], ...(stays ? {} : { direction: first }) };
}

/** Steps without the rows of a table that are empty. */
export const filledSteps = (steps: readonly ValueStep[]): ValueStep[] =>
  steps.map((step) =>
    step.kind === "lookup" ? { ...step, pairs: step.pairs.filter(({ ours, theirs }) => ours || theirs) } : step,
  );

/** Whether steps have all that they need. */
export const areComplete = (steps: readonly ValueStep[]): boolean => valueSteps.safeParse(filledSteps(steps)).success;

/** The changes as the server takes them. */
export const changesToSave = (changes: FieldChanges) =>
  Object.entries(changes).map(([field, { pairs, steps, ...change }]) => ({
    field,
    ...change,
    ...(pairs ? { options: pairs } : {}),
    ...(steps ? { steps: filledSteps(steps) } : {}),
  }));

/** The pairs when an option of one side gets another partner. */
export function withPartner(pairs: Pairs, side: "ours" | "theirs", value: string, partner: string): Pairs {
  const pair: Pair = side === "ours" ? { ours: value, theirs: partner } : { ours: partner, theirs: value };
  return [...pairs.filter((one) => one[side] !== value), pair];
}

/** The options of a side that have no partner and need one in this direction. */
export function openOptions({ options, direction }: Pick<SyncField, "options" | "direction">, side: "ours" | "theirs") {
  const needs = side === "ours" ? ["out", "both"] : ["in", "both"];
  if (!options || !needs.includes(direction)) return [];
  const paired = new Set(options.pairs.map((pair) => pair[side]));
  return options[side].filter(({ value }) => !paired.has(value));
}

export const countOpen = (field: Pick<SyncField, "options" | "direction">): number =>
  openOptions(field, "ours").length + openOptions(field, "theirs").length;
