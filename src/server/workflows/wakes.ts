import "server-only";
import { groupBy } from "@/lib/group-by";
import type { Consumer, OutboxEvent } from "../outbox/consumers.ts";
import { clockWakeup } from "./clock.ts";
import { askAt, everyJob } from "./due-work.ts";
import { jobs, wakesAll } from "./job.ts";

/** The jobs that are asked after an event of this name. */
function wokenBy(name: string): string[] {
  if (wakesAll().some((event) => event.name === name)) return [everyJob];
  return jobs().flatMap(({ id, wakes = [] }) => (wakes.some((event) => event.name === name) ? [id] : []));
}

/** Lets the clock ask jobs after events that may change when their work is due. */
export const wakes: Consumer = {
  name: "clock",
  wants: ({ name }) => wokenBy(name).length > 0,
  async deliver(events: readonly OutboxEvent[]) {
    for (const [tenantId, theirs] of groupBy(events, (event) => event.tenantId))
      await askAt(
        tenantId,
        theirs.flatMap(({ name }) => wokenBy(name)),
        new Date(),
      );
    clockWakeup.wake();
  },
};
