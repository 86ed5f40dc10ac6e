import { z } from "zod";
import { id, instant } from "@/lib/zod";
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

/** A period in which a record had one value of an ordered choice field. `reason` says why it was moved back there. */
export const fieldPeriod = z
  .object({
    id,
    field: z.string(),
    value: z.string(),
    enteredAt: instant,
    leftAt: instant.nullable(),
    reason: z.string().nullable(),
    /** An import set the value and no file said since when: the record got it at `enteredAt` or earlier. */
    imported: z.boolean(),
  })
  .meta({ id: "Stay" });
export type FieldPeriod = z.infer<typeof fieldPeriod>;
