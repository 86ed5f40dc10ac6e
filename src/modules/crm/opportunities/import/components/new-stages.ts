import type { Choice, ValueGroup } from "@/modules/platform/data/imports/schema";
import { type NewPlace, placesOfNew, stagePlaceOf } from "../../../pipelines/import/rules";

/** A value of a file that becomes an open stage. */
export type NewStage = ValueGroup & { choice: Choice & { do: "create" } };

const isNewStage = (group: ValueGroup): group is NewStage =>
  group.choice?.do === "create" && group.choice.type === "open";
const placeOf = (group: NewStage) => group.choice.place ?? Number.MAX_SAFE_INTEGER;

/** The stages that values become, in their order. */
export const newStages = (values: readonly ValueGroup[]): NewStage[] =>
  values.filter(isNewStage).toSorted((a, b) => placeOf(a) - placeOf(b));

/** Stages that a pipeline has and new ones, in the order of the board. */
export function inPlace<S extends { id: string; name: string }>(there: readonly S[], made: readonly NewStage[]) {
  const places = placesOfNew(
    there,
    made.map(({ choice: { name, before } }): NewPlace => ({ name, before })),
  );
  const before = (place: number) =>
    made.flatMap((group, at) => (places[at] === place ? [{ id: group.text, name: group.choice.name, group }] : []));
  const rows = there.flatMap((stage, place) => [...before(place), { ...stage, fixed: true as const }]);
  return [...rows, ...before(there.length)];
}

/** The place of each new stage where the rows have the order of these ids. */
export function placesIn(
  ids: readonly string[],
  there: readonly { id: string }[],
): Map<string, { place: number; before: string | null }> {
  const fixed = new Set(there.map(({ id }) => id));
  const moved = ids.filter((id) => !fixed.has(id));
  return new Map(
    moved.map((id, place) => {
      const next = ids.slice(ids.indexOf(id) + 1).find((other) => fixed.has(other));
      return [id, { place, before: next ?? null }];
    }),
  );
}

/** Whether a person has to look at its place: its name says none, and nobody has chosen one. */
export const isUnclear = ({ choice: { name, before } }: NewStage): boolean =>
  before === undefined && stagePlaceOf(name) === null;

/** The probability of a new stage, and where it is from unless a person typed it. */
export function probabilityOf({ choice: { values }, given }: NewStage): { value: number | null; from: string | null } {
  if (values === undefined) return { value: given?.value ?? null, from: given?.from ?? null };
  return { value: typeof values.probability === "number" ? values.probability : null, from: null };
}
