import { z } from "zod";
import { id } from "@/lib/zod";

/** One company of a family with its depth below the root. */
export const familyMember = z.object({ id: id.nullable(), name: z.string(), parentId: id.nullable(), depth: z.int() });
export const family = z.object({ members: z.array(familyMember), complete: z.boolean() });
export type Family = z.infer<typeof family>;
