import "server-only";
import { z } from "zod";
import { timelineOf } from "@/server/catalog";
import { invalid, notFound } from "@/server/errors";
import { platform } from "../module";
import { entryOf, eventsOf, Lookup } from "./row";
import { type TimelineEntry, timeline, timelineInput } from "./schema";

/** Rounds through the events of one page, where many are hidden or not told. */
const mostRounds = 20;

export const listTimeline = platform.operation({
  kind: "query",
  permission: "event:view",
  input: timelineInput,
  output: timeline,
  rest: { method: "GET", path: "/timeline/{entity}/{id}" },
  describe:
    "What happened to a record and to those that belong to it, newest first, by keyset; with `family` also below it. A page may be short while a cursor goes on.",
  async run(ctx, input) {
    const source = timelineOf(input.entity);
    const [record] = source ? await source.scope.load(ctx, [input.id]) : [];
    if (!source || !record) throw notFound(source?.scope.noun);
    const ids = (input.family && (await source.family?.(ctx, input.id))) || [input.id];
    const limit = input.limit ?? 30;
    const lookup = new Lookup(ctx);
    const rows: TimelineEntry[] = [];
    const imported = new Set<string>();
    let cursor = readCursor(input.cursor);
    for (let round = 0; round < mostRounds; round++) {
      const events = await eventsOf(ctx, input.entity, ids, cursor, limit + 1);
      await lookup.learn(events);
      for (const event of events.slice(0, limit)) {
        cursor = event.id;
        const entry = entryOf(ctx, lookup, event);
        const batch = event.name === `${event.entity}.imported` && `${event.batchId} ${event.entityId}`;
        if (entry && !(batch && imported.has(batch))) rows.push(entry);
        if (batch) imported.add(batch);
        if (rows.length === limit) return { rows, nextCursor: event === events.at(-1) ? null : cursor };
      }
      if (events.length <= limit) return { rows, nextCursor: null };
    }
    return { rows, nextCursor: cursor };
  },
});

function readCursor(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = z.uuid().safeParse(text);
  if (!parsed.success) throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
  return parsed.data;
}
