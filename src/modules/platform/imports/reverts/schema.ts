import { z } from "zod";
import { id } from "@/lib/zod";
import { importIdInput } from "../schema";

export const listKeptInput = importIdInput.extend({ after: id.optional() });
/** The records that a revert left, and why. */
export const keptPage = z.object({
  rows: z.array(
    z.object({
      entity: z.string(),
      recordId: id,
      label: z.string(),
      /** Where its page is, within the workspace; null for what has none. */
      path: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  next: id.nullable(),
});
