import { z } from "zod";
import { id, instant } from "@/lib/zod";

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
