import "@/lib/nouns/schemas";
import { z } from "zod";
import { defineEvents } from "@/lib/events";
import { contacts } from "./fields";

/** Events that only contacts have. */
const ownEvents = defineEvents("contact", {
  /** Its written next step is due; names the member who does it. Timelines leave it out. */
  stepDue: z.object({ memberIds: z.array(z.uuid()), day: z.iso.date() }),
});

export const contactEvents = { ...contacts.events, ...ownEvents };
