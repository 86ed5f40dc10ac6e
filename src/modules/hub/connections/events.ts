import { z } from "zod";
import { defineEvents } from "@/lib/events";

/** The key of the service and the name of the account there. */
const at = { provider: z.string(), account: z.string() };

export const connectionEvents = defineEvents("connection", {
  /** Somebody went to the consent page; the connection that follows has the same id. */
  begun: z.object({ provider: z.string() }),
  connected: z.object({ ...at, again: z.boolean(), scopes: z.array(z.string()) }),
  /** `text` is the sentence that owners and admins get. */
  expired: z.object({ ...at, text: z.string() }),
  paused: z.object(at),
  resumed: z.object(at),
  disconnected: z.object(at),
  /** The service did not take its access back within a day. */
  notRevoked: z.object(at),
  /** How many links were deleted, 30 days after the end or because another account was connected. */
  linksDeleted: z.object({ ...at, links: z.int() }),
  rehearsalAsked: z.object({ provider: z.string() }),
  /** How much the first run does, as it was rehearsed. */
  syncStarted: z.object({ provider: z.string(), createdHere: z.int(), createdThere: z.int(), linked: z.int() }),
  runAsked: z.object({ provider: z.string() }),
  /** A record was read on both sides to try a mapping; nothing was written. */
  recordTested: z.object({ provider: z.string() }),
  problemsTried: z.object({ provider: z.string(), count: z.int() }),
  problemsIgnored: z.object({ provider: z.string(), count: z.int() }),
  /** A person decided: which value is kept, or which record is linked. */
  problemResolved: z.object({ provider: z.string(), keep: z.string() }),
  /** Somebody who was erased here is to be deleted there too, and was; neither names the person. */
  erasureAsked: z.object({ provider: z.string() }),
  personErased: z.object({ provider: z.string() }),
  syncUndone: z.object({ provider: z.string(), records: z.int() }),
});
