import "server-only";
import { z } from "zod";
import { id, instant } from "@/lib/zod";
import { platform } from "@/modules/platform/module";
import { timelineOf, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { mayView } from "@/server/scope";
import { type TimelineEntry, timeline, timelineInput } from "../schema";
import { pastEntryOf } from "./entries";
import { type EventPage, readEventPage, sourceOf, type TimelineQuery } from "./event-pages";

export const listTimeline = platform.operation({
  kind: "query",
  permission: "event:view",
  input: timelineInput,
  output: timeline,
  rest: { method: "GET", path: "/timeline/{entity}/{id}" },
  describe:
    "Events of a record and of the records that belong to it, newest first, page by page. `family` adds those of the records below it; `kind` narrows them to changes, stage moves, imports, or touches (creations and moves). An import is one entry; earlier events from its files are listed at their own dates. A page can be short even if it has a cursor.",
  async run(ctx, input) {
    const source = timelineOf(input.entity);
    const [record] = source && mayView(ctx, input.entity) ? await source.scope.load(ctx, [input.id]) : [];
    if (!source || !record) throw notFound(source?.scope.noun);
    const ids = (input.family && (await source.family?.(ctx, input.id))) || [input.id];
    const others = (await source.others?.(ctx, input.id)) ?? [];
    const query = { entity: input.entity, id: input.id, ids, others, kind: input.kind, limit: input.limit ?? 30 };
    const cursor = readCursor(input.cursor);
    const page = await readEventPage(ctx, sourceOf(ctx, query), cursor.event);
    return merged(query, cursor, page, await pastOf(ctx, query, cursor.past));
  },
});

/** Two walks back in time, each with its own position. */
const cursorSchema = z.object({ event: id.nullable(), past: z.object({ at: instant, id }).nullable() });
type Cursor = z.infer<typeof cursorSchema>;

function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return { event: null, past: null };
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
  }
}

/** One more than a page of events from before the workspace's own, newest first. */
async function pastOf(ctx: Ctx, query: TimelineQuery, after: Cursor["past"]): Promise<TimelineEntry[]> {
  if (query.kind && query.kind !== "stages" && query.kind !== "touches") return [];
  const take = query.limit + 1;
  const cursor = after && { at: new Date(after.at), id: after.id };
  const pages = await Promise.all(
    timelines().map(async (source) => {
      const rows = (await source.past?.(ctx, { entity: query.entity, ids: query.ids, cursor, take })) ?? [];
      return rows.map((row) => pastEntryOf(source.catalog, row));
    }),
  );
  const place = (entry: TimelineEntry) => `${entry.at} ${entry.id}`;
  return pages
    .flat()
    .sort((a, b) => (place(a) < place(b) ? 1 : -1))
    .slice(0, take);
}

/** The newer of both walks first. Entries beyond the last event read wait for the next page. */
function merged({ limit }: TimelineQuery, from: Cursor, page: EventPage, past: readonly TimelineEntry[]) {
  const rows: TimelineEntry[] = [];
  const cursor = { ...from };
  let [events, stays] = [0, 0];
  while (rows.length < limit) {
    const event = page.rows[events];
    const stay = past[stays];
    const reached = event?.at ?? (page.done ? "" : (page.scanned?.at ?? ""));
    if (stay && stay.at > reached) {
      rows.push(stay);
      cursor.past = { at: stay.at, id: stay.id };
      stays++;
    } else if (event) {
      rows.push(event);
      cursor.event = event.id;
      events++;
    } else break;
  }
  const allShown = events === page.rows.length;
  if (allShown) cursor.event = page.scanned?.id ?? cursor.event;
  const finished = allShown && page.done && stays === past.length;
  return { rows, nextCursor: finished ? null : Buffer.from(JSON.stringify(cursor)).toString("base64url") };
}
