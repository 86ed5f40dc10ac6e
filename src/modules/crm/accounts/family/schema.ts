import { z } from "zod";
import { id } from "@/lib/zod";

/** The most accounts of a family that an answer lists; counts and sums are of all. */
export const maxListed = 200;

/** One company of a family with its depth below the root; one that you may not see has no id and is nobody's parent. */
export const familyMember = z
  .object({ id: id.nullable(), name: z.string(), parentId: id.nullable(), depth: z.int() })
  .meta({ id: "AccountFamilyMember" });
export const family = z
  .object({
    /** Root first, then each branch by name; of a large family those nearest to the account, each with all above it. */
    members: z.array(familyMember).max(maxListed),
    /** Number in the whole family, without those that you may not see. */
    count: z.int(),
    /** Number of them directly below the account. */
    children: z.int(),
    /** Whether you may see all of the family. */
    complete: z.boolean(),
  })
  .meta({ id: "AccountFamily" });
export type Family = z.infer<typeof family>;
