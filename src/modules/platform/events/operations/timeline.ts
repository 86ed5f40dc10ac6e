import "server-only";
import { z } from "zod";
import { catalog, timelineOf } from "@/server/catalog";
import { invalid, notFound } from "@/server/errors";
import { platform } from "../../module";
import { entryOf, Lookup } from "../row";
import { kindOf, type TimelineKind } from "../rules";
import { type TimelineEntry, timeline, timelineInput } from "../schema";
import { eventsOf, recordsOfBatches } from "./read-events";

/** Rounds through the events of one page, where many are hidden or not told. */
const mostRounds = 20;

export const listTimeline = platform.operation({
  kind: "query",
  permission: "event:view",
  input: timelineInput,
  output: timeline,
  rest: { method: "GET", path: "/timeline/{entity}/{id}" },
  describe:
    "What happened to a record and to those that belong to it, newest first, by keyset; with `family` also below it, with `kind` only changes, stage moves or imports. What one import did is one entry. A page may be short while a cursor goes on.",
  async run(ctx, input) {
    const source = timelineOf(input.entity);
    const [record] = source ? await source.scope.load(ctx, [input.id]) : [];
    if (!source || !record) throw notFound(source?.scope.noun);
    const ids = (input.family && (await source.family?.(ctx, input.id))) || [input.id];
    const limit = input.limit ?? 30;
    const lookup = new Lookup(ctx);
    const rows: TimelineEntry[] = [];
    const names = input.kind ? namesOf(input.kind) : null;
    let cursor = readCursor(input.cursor);
    for (let round = 0; round < mostRounds; round++) {
      const subjects = { entity: input.entity, ids };
      const events = await eventsOf(ctx, { ...subjects, names, cursor, take: limit + 1 });
      const keys = events.flatMap((event) => event.batchKey ?? []);
      const batches = await recordsOfBatches(ctx, subjects, keys);
      await lookup.learn(events, batches);
      for (const event of events.slice(0, limit)) {
        cursor = event.id;
        const records = event.batchKey === null ? undefined : batches.get(event.batchKey);
        const entry = entryOf(ctx, lookup, event, records ? lookup.batch(event, records, input.id) : null);
        if (entry) rows.push(entry);
        if (rows.length === limit) return { rows, nextCursor: event === events.at(-1) ? null : cursor };
      }
      if (events.length <= limit) return { rows, nextCursor: null };
    }
    return { rows, nextCursor: cursor };
  },
});

/** The events of a kind, in all domains. */
function namesOf(kind: TimelineKind): string[] {
  return catalog().timelines.flatMap((source) =>
    Object.entries(source.catalog.timeline).flatMap(([name, { icon }]) => (kindOf[icon] === kind ? [name] : [])),
  );
}

function readCursor(text: string | undefined): string | null {
  if (text === undefined) return null;
  const parsed = z.uuid().safeParse(text);
  if (!parsed.success) throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
  return parsed.data;
}
