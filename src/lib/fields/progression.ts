import type { Field, FieldOf, Fields, Progression } from "./field";

/** A choice field whose values are in order, such as a contact's lifecycle. */
export type ProgressionField = Field & FieldOf<"choice"> & { progression: Progression };

/** The ordered choice fields of a noun, such as a contact's lifecycle. */
export const progressionsIn = (fields: Fields): [name: string, field: ProgressionField][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, ProgressionField][] =>
    field.kind === "choice" && (field as FieldOf<"choice">).progression ? [[name, field as ProgressionField]] : [],
  );

/** Whether a move leads to an earlier value; such a move needs a reason. */
export const isBackward = ({ options }: Pick<ProgressionField, "options">, from: string, to: string): boolean =>
  placeOf(options, to) < placeOf(options, from);

const placeOf = (options: ProgressionField["options"], of: string) => options.findIndex(({ value }) => value === of);
