import { z } from "zod";
import { defineEvents } from "./events";

/** Acts that the kernel refused for lack of a right; the record is the member, or the workspace where there is none. */
export const accessEvents = defineEvents(
  "access",
  {
    refused: z.object({
      describe: z.string(),
      permission: z.string(),
      kind: z.enum(["query", "mutation"]).optional(),
      reason: z.string(),
    }),
  },
  { logOnly: ["refused"] },
);

/** The first usage of an API key on a day from one address, and the first that its ranges refused. */
export const keyUseEvents = defineEvents(
  "apiKey",
  { used: z.object({ address: z.string() }), refused: z.object({ address: z.string() }) },
  { logOnly: ["used", "refused"] },
);
