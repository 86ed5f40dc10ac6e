import { z } from "zod";
import { defineEvents } from "@/lib/events";

export const apiKeyEvents = defineEvents("apiKey", {
  created: z.object({
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    ranges: z.array(z.string()),
    perMinute: z.int().nullable(),
  }),
  updated: z.object({ name: z.string(), prefix: z.string() }),
  rotated: z.object({
    name: z.string(),
    prefix: z.string(),
    previousPrefix: z.string(),
    previousUntil: z.string(),
  }),
  revoked: z.object({ name: z.string(), prefix: z.string() }),
});
