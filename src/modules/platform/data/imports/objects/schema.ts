import { z } from "zod";
import { columnKinds } from "@/lib/catalog";

/** A field that a file can fill, as people see it. */
export const fieldInfo = z.object({
  field: z.string(),
  label: z.string(),
  kind: z.enum(columnKinds),
  required: z.boolean(),
  to: z.string().nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Whether one value may be set for all rows: not of a field that identifies records. */
  mayBeConstant: z.boolean(),
  /** Types of the records that it names, where they have any. */
  types: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Its new records are made at once by `makeOptions`: a sentence on what they have from the start. */
  madeAhead: z.string().nullable(),
  /** Most rows have it: the rows without it are counted. */
  expected: z.boolean(),
});
export const importableObject = z
  .object({
    entity: z.string(),
    label: z.string(),
    fields: z.array(fieldInfo),
    /** The natural keys by which records are recognised, best first: `recogniseBy` of a file may be one. */
    keys: z.array(z.object({ key: z.string(), fields: z.array(z.string()), label: z.string() })),
    /** Whether a file may say what becomes of rows whose records exist: `ifExists`. */
    choosesIfExists: z.boolean(),
    /** Whether empty cells of a file may clear fields of records that exist: `emptyCells`. */
    choosesEmptyCells: z.boolean(),
    /** Whether records of one name are told apart, and a file may join them: `joinedNames`. */
    tellsNamesakes: z.boolean(),
  })
  .meta({ id: "ImportableObject" });
export const importableObjects = z.array(importableObject);
