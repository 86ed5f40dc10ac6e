import "server-only";
import { platform } from "@/modules/platform/module";
import { firstId } from "@/server/unknown-id";
import { workspaceEvents } from "./events";
import { changesZone, dayColumns, placeForAWhile } from "./operations/place-days";

const longestActMs = 60_000;

/** Writes the noons of days again when the workspace has got another time zone. */
export const placeDays = platform.job({
  id: "place-days",
  label: "Places due days among times by the time zone of the workspace",
  on: [workspaceEvents.updated],
  atOnce: 1,
  async run({ event, step, sleepUntil }) {
    if (!(await step("zone", (ctx) => changesZone(ctx, event.eventId)))) return;
    // Acts that began before the change write noons of the old zone until they end.
    await sleepUntil("others", new Date(event.at + longestActMs).toISOString());
    for (const column of dayColumns()) {
      let after: string | null = firstId;
      for (let part = 1; after !== null; part += 1) {
        const begin: string = after;
        after = await step<string | null>(`${column.table}.${column.noon}, part ${part}`, (ctx) =>
          placeForAWhile(ctx, column, begin),
        );
      }
    }
  },
});
