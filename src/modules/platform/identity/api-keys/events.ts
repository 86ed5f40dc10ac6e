import { z } from "zod";
import { defineEvents } from "@/lib/events";

export const apiKeyEvents = defineEvents("apiKey", {
  created: z.object({ name: z.string(), prefix: z.string(), scopes: z.array(z.string()) }),
  revoked: z.object({ name: z.string(), prefix: z.string() }),
});
