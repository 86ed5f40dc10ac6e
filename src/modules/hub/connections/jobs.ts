import "server-only";
import { dueFrom } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { hub } from "@/modules/hub/module";
import { connectionEvents } from "./events";
import { tendConnections, tendFrom } from "./operations/tend";

/** Gives access back for a day, and deletes links 30 days after the end, and requests that nobody completed. */
export const tendIntegrations = hub.job({
  id: "tend-connections",
  label: "Ends what belongs to disconnected integrations",
  on: [sweepEvents.connectionsToTend],
  atOnce: 1,
  whileSuspended: true,
  wakes: [connectionEvents.begun, connectionEvents.disconnected],
  due: async (ctx, now) => dueFrom(await tendFrom(ctx), now),
  async run({ step }) {
    await step("tend", async (ctx) => {
      await tendConnections(ctx, new Date());
      return null;
    });
  },
});
