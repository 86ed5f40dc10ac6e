import { z } from "zod";
import { archiveDaysLimits } from "./rules";

const { least, most } = archiveDaysLimits;
const message = `Use a whole number of days from ${least} to ${most.toLocaleString("en-US")}.`;
export const archiveDays = z.int(message).min(least, message).max(most, message);

export const retention = z
  .object({
    /** Days after which archived records are deleted for good; null if they stay. */
    days: archiveDays.nullable(),
  })
  .meta({ id: "Retention" });
export type Retention = z.infer<typeof retention>;

export const setRetentionInput = z.object({ days: archiveDays.nullable() });
export const countExpiredInput = z.object({ days: archiveDays });
/** How many archived records are past so many days, by kind; kinds without any are left out. */
export const expiredCounts = z.object({ counts: z.array(z.object({ entity: z.string(), count: z.int() })) });
export type ExpiredCounts = z.infer<typeof expiredCounts>;
