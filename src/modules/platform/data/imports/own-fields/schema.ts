import { z } from "zod";
import { customKinds } from "@/lib/fields/custom";
import { fieldOption } from "../../custom-fields/schema";
import { fileInput } from "../schema";

export const suggestFieldInput = fileInput.extend({ column: z.int().min(0).max(511) });
/** A custom field that the values of a column suggest. */
export const suggestedField = z.object({
  label: z.string(),
  kind: z.enum(customKinds),
  /** Of a number: the most decimals of its values. */
  decimals: z.int(),
  /** The values as options, for a choice and for several choices; null where there are too many. */
  choice: z.array(fieldOption).nullable(),
  choices: z.array(fieldOption).nullable(),
});

export const makeOptionsInput = fileInput.extend({
  field: z.string().max(100),
  /** Texts of cells; each part of one that is no option yet becomes one. */
  texts: z.array(z.string().max(2000)).min(1).max(1000),
});
export const madeOptions = z.object({ made: z.array(z.string()) });
