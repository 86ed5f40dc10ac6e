import type { Field, FieldOf, Fields, Progression } from "./field";

/** A choice field whose values are in order, such as a contact's lifecycle. */
export type ProgressionField = Field & FieldOf<"choice"> & { progression: Progression };

/** The ordered choice fields of a noun, such as a contact's lifecycle. */
export const progressionsIn = (fields: Fields): [name: string, field: ProgressionField][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, ProgressionField][] =>
    field.kind === "choice" && (field as FieldOf<"choice">).progression ? [[name, field as ProgressionField]] : [],
  );

/** The choice fields of a noun whose times are recorded, each with the field that has the reasons. */
export const recordedIn = (fields: Fields): [name: string, field: FieldOf<"choice">, reason: string][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, FieldOf<"choice">, string][] => {
    if (field.kind !== "choice") return [];
    const choice = field as FieldOf<"choice">;
    const reason = choice.progression?.reason ?? choice.stays?.reason;
    return reason === undefined ? [] : [[name, choice, reason]];
  });

/** Whether a move leads to an earlier value; such a move needs a reason. */
export const isBackward = ({ options }: Pick<ProgressionField, "options">, from: string, to: string): boolean =>
  placeOf(options, to) < placeOf(options, from);

const placeOf = (options: ProgressionField["options"], of: string) => options.findIndex(({ value }) => value === of);
