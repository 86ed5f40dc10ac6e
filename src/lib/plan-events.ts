import { z } from "zod";
import { defineEvents, noData } from "./events";

const moduleFacts = z.object({ module: z.string(), label: z.string() });
/** Every notice about a plan, as one sentence. */
const notice = { text: z.string() };

const overrideValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A value besides the plan that staff gave or ended; `before` is left out where there was none. */
const override = { key: z.string(), value: overrideValue, endsAt: z.iso.datetime(), reason: z.string() };

/** Changes of a workspace's plan, and what people must know of it; its record has the id of the workspace. */
export const planEvents = defineEvents("plan", {
  moduleOn: moduleFacts,
  moduleOff: moduleFacts,
  moduleTrial: moduleFacts,
  seatsChosen: z.object({ memberIds: z.array(z.uuid()) }),
  /** Plan, seats, interval, modules or state follow a payment. */
  changed: noData,
  /** Somebody could not join, because every seat is in use. */
  seatMissing: z.object({ ...notice, email: z.string() }),
  limitNear: z.object({ ...notice, limit: z.string(), threshold: z.int(), used: z.number(), most: z.int() }),
  trialEnding: z.object({ ...notice, module: z.string().nullable(), days: z.int() }),
  trialEnded: z.object({ ...notice, module: z.string().nullable() }),
  overrideSet: z.object({ ...override, before: overrideValue.optional() }),
  overrideEnded: z.object(override),
  trialExtended: z.object({ before: z.iso.datetime().nullable(), after: z.iso.datetime(), reason: z.string() }),
});
