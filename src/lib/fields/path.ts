import { z } from "zod";
import { id, instant } from "@/lib/zod";
import type { Field, FieldOf, Fields, Path } from "./field";

export type PathField = Field & FieldOf<"choice"> & { path: Path };

/** The choices of a noun along which its records go. */
export const pathsIn = (fields: Fields): [name: string, field: PathField][] =>
  Object.entries<Field>(fields).flatMap(([name, field]): [string, PathField][] =>
    field.kind === "choice" && (field as FieldOf<"choice">).path ? [[name, field as PathField]] : [],
  );

/** Whether a move leads to an earlier value: it needs a reason. */
export const isBackward = ({ options }: Pick<PathField, "options">, from: string, to: string): boolean =>
  placeOf(options, to) < placeOf(options, from);

const placeOf = (options: PathField["options"], of: string) => options.findIndex(({ value }) => value === of);

/** One stay of a record in a value of its path. `reason` says why it was moved back there. */
export const stay = z
  .object({
    id,
    field: z.string(),
    value: z.string(),
    enteredAt: instant,
    leftAt: instant.nullable(),
    reason: z.string().nullable(),
    /** An import brought the value, and no file says since when: it was entered at that time or before. */
    imported: z.boolean(),
  })
  .meta({ id: "Stay" });
export type Stay = z.infer<typeof stay>;
