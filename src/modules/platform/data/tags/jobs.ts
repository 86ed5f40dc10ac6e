import "server-only";
import { platform } from "@/modules/platform/module";
import { tagEvents } from "./events";
import { closeTag, moveTag } from "./operations/move-tag";

/** Gives the records of a merged tag the other one. */
export const mergeTags = platform.job({
  id: "merge-tags",
  label: "Merges two tags",
  on: [tagEvents.merged],
  atOnce: 1,
  async run({ event, step }) {
    await step("move", (ctx) => moveTag(ctx, event.eventId, event.entityId));
    await step("close", async (ctx) => {
      // Records that got the tag while the others moved.
      await moveTag(ctx, event.eventId, event.entityId);
      await closeTag(ctx, event.eventId, event.entityId);
      return null;
    });
  },
});
