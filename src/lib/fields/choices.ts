/** The most values of one field. */
export const maxChoices = 100;

/** Sorts values in the order of the options, without duplicates and unknown values; null if none is left. */
export function inOrder(
  options: readonly { value: string }[],
  values: readonly string[] | null | undefined,
): string[] | null {
  // A page has many records without any, and a workspace hundreds of tags.
  if (!values?.length) return null;
  const given = new Set(values);
  const ordered = options.flatMap(({ value }) => (given.has(value) ? [value] : []));
  return ordered.length > 0 ? ordered : null;
}

/** The labels of values, in their order; a value without an option is its own label. */
export const labelsOf = (options: readonly { value: string; label: string }[], values: readonly string[]): string[] =>
  values.map((wanted) => options.find(({ value }) => value === wanted)?.label ?? wanted);

/** Separates the values of a parsed cell; no value contains it. */
const mark = "\n";
export const cellOf = (values: readonly string[]): string => values.join(mark);
export const valuesIn = (cell: string): string[] => cell.split(mark);
