import { z } from "zod";
import { day, id, instant } from "@/lib/zod";

export const apiKeyUse = z
  .object({
    day,
    /** Null for all addresses together beyond the first 20 of a day. */
    address: z.string().nullable(),
    /** When it was last used on this day from there, accurate to five minutes. */
    lastUsedAt: instant,
  })
  .meta({ id: "ApiKeyUse" });
export type ApiKeyUse = z.infer<typeof apiKeyUse>;
export const apiKeyUses = z.array(apiKeyUse);

export const apiKeyRefusal = z
  .object({
    id,
    at: instant,
    code: z.string(),
    /** The `reason` of the error's details, such as `address`. */
    reason: z.string().nullable(),
    method: z.string(),
    path: z.string(),
    address: z.string(),
    requestId: z.string(),
  })
  .meta({ id: "ApiKeyRefusal" });
export type ApiKeyRefusal = z.infer<typeof apiKeyRefusal>;
export const apiKeyRefusals = z.array(apiKeyRefusal);
