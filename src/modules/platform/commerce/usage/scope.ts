import "server-only";
import { meterKeys, monthlyLimitOf } from "@/lib/meters";
import type { LimitKey } from "@/lib/plans";

/** The meter that a monthly limit bounds. */
export const meterOfLimit = (limit: string) => meterKeys.find((key) => monthlyLimitOf(key) === (limit as LimitKey));
