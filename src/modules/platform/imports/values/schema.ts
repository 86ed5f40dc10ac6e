import { z } from "zod";
import { integer, queryText } from "@/lib/zod";
import { fileInput, valueGroup } from "../schema";

export const listValuesInput = fileInput.extend({
  field: z.string().max(100).optional(),
  /** Values that contain this text. */
  q: queryText.optional(),
  /** Skips so many values. */
  after: integer.min(0).max(1_000_000).optional(),
  limit: z.int().min(1).max(200).optional(),
});
export const valuePage = z.object({ rows: z.array(valueGroup), total: z.int(), next: z.int().nullable() });
