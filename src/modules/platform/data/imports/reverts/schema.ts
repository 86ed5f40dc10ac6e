import { z } from "zod";
import { id } from "@/lib/zod";
import { importIdInput } from "../schema";

export const listKeptInput = importIdInput.extend({ after: id.optional() });
/** A record that a revert leaves as it is. */
export const keptRecord = z
  .object({
    entity: z.string(),
    recordId: id,
    label: z.string(),
    /** Where its page is, within the workspace; null for one that has none. */
    path: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: "KeptRecord" });
export type KeptRecord = z.infer<typeof keptRecord>;
/** How many records stay for a reason, the most frequent first. */
const reasons = z.array(z.object({ reason: z.string(), records: z.int() }));
export type Reasons = z.infer<typeof reasons>;

/** The records that a revert left, and why. */
export const keptPage = z.object({ rows: z.array(keptRecord), total: z.int(), reasons, next: id.nullable() });
/** The outcome of a revert if it ran now. */
export const revertPreview = z.object({
  deleted: z.int(),
  restored: z.int(),
  kept: z.int(),
  reasons,
  /** The first of the records that stay, for each reason. */
  rows: z.array(keptRecord),
});
