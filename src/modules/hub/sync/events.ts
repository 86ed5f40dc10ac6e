import { z } from "zod";
import { defineEvents } from "@/lib/events";

const at = { provider: z.string(), entity: z.string() };

/** Events of one kind of record of a connection. */
export const syncEvents = defineEvents("syncObject", {
  rehearsed: z.object(at),
  changed: z.object({ ...at, fields: z.array(z.string()) }),
  /** The first run has ended. */
  finished: z.object(at),
  /** `text` is the sentence that owners and admins get. */
  stopped: z.object({ ...at, text: z.string() }),
});
