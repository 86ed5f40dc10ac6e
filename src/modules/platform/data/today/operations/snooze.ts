import "server-only";
import { platform } from "@/modules/platform/module";
import { agendaUpdate } from "@/server/agenda";
import { invalid, notFound } from "@/server/errors";
import { actsOf, itemTimes, snoozeRefusal, storedTimes } from "../rules";
import { snoozed, snoozeInput } from "../schema";
import { readerOf, sourcesOf } from "../scope";

export const snoozeItem = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  staff: "never",
  input: snoozeInput,
  output: snoozed,
  rest: { method: "POST", path: "/today/snooze" },
  describe:
    "Moves an item of your day to a later time, as an edit of its record with the same rights and conflicts. A time that has passed, or a day that has ended in your time zone, is refused.",
  async run(ctx, { source, entity, id, version, to }) {
    const now = new Date();
    const { zone } = readerOf(ctx, now);
    const acts = actsOf({ entity, source });
    const isThere = sourcesOf(ctx).some((one) => one.name === source && one.entity === entity);
    if (!acts || !isThere) throw notFound("item");
    const refusal = snoozeRefusal(to, now, zone);
    if (refusal) throw invalid("to", refusal);
    if ("startsAt" in to && !acts.startsAt) throw invalid("to", "This item has only a day. Choose a day.");
    const { version: next } = await agendaUpdate(entity)(ctx, { id, version, ...storedTimes(acts, itemTimes(to)) });
    return { version: next };
  },
});
