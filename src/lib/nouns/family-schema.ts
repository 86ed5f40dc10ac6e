import { z } from "zod";
import { listTotal } from "@/lib/list";
import { id } from "@/lib/zod";
import { maxListed } from "./family";

/** One record of a family with its depth below the topmost one; a hidden record has no id and is no record's parent. */
export const familyMember = z
  .object({ id: id.nullable(), name: z.string(), parentId: id.nullable(), depth: z.int() })
  .meta({ id: "FamilyMember" });
export const family = z
  .object({
    /** Root first, then each branch by name; of a large family those nearest to the record, each with all above it. */
    members: z.array(familyMember).max(maxListed),
    /** Number in the whole family, without those that you may not see. */
    count: listTotal,
    /** Number of them directly below the record. */
    children: listTotal,
    /** Whether you may see all of the family. */
    complete: z.boolean(),
  })
  .meta({ id: "Family" });
export type Family = z.infer<typeof family>;
