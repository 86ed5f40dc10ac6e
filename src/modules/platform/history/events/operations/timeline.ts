import "server-only";
import { platform } from "@/modules/platform/module";
import { timelineOf, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { mayView } from "@/server/scope";
import { timeline, timelineInput } from "../schema";
import { filterOf, readEventPage, sourceOf, type TimelineQuery } from "./event-pages";
import { readDated } from "./read-dated";
import { timeAfter } from "./read-events";
import { mergedWalks, positionAt, readCursor } from "./walks";

export const listTimeline = platform.operation({
  kind: "query",
  permission: "event:view",
  input: timelineInput,
  output: timeline,
  rest: { method: "GET", path: "/timeline/{entity}/{id}" },
  describe:
    "Events of a record and of the records that belong to it, newest first, page by page. Edits of one record by one person within ten minutes are one entry, with the values before the first and after the last of them. `family` adds those of the records below it; `kind` narrows them to changes, stage moves, people, imports, or touches (creations and moves). `memberId`, `field` and `q` (words) narrow them too; `until` begins at a date. An import is one entry; earlier events from its files are listed at their own dates. The first page has what is planned, apart. A page can be short even if it has a cursor.",
  async run(ctx, input) {
    const source = timelineOf(input.entity);
    const [record] = source && mayView(ctx, input.entity) ? await source.scope.load(ctx, [input.id]) : [];
    if (!source || !record) throw notFound(source?.scope.noun);
    const ids = (input.family && (await source.family?.(ctx, input.id))) || [input.id];
    const others = (await source.others?.(ctx, input.id)) ?? [];
    const { kind = null, memberId = null, field = null, q: text = null, limit = 30 } = input;
    const query = { entity: input.entity, id: input.id, ids, others, kind, memberId, field, text, limit };
    const isFirst = input.cursor === undefined;
    const until = isFirst && input.until ? new Date(input.until) : null;
    const cursor = until ? positionAt(until, entitiesOf(ctx, query)) : readCursor(input.cursor);
    const events = await readEventPage(ctx, sourceOf(ctx, query), cursor.events);
    const isPlain = !until && !kind && !memberId && !field && !text;
    const dated = await readDated(ctx, {
      query,
      sources: sourcesOf(ctx, query),
      from: cursor,
      planned: isFirst && isPlain,
    });
    const page = mergedWalks(cursor, { events, dated: dated.walks }, limit);
    return {
      ...page,
      planned: dated.planned,
      searchedTo: text && page.nextCursor !== null && page.rows.length < limit ? (events.end?.at ?? null) : null,
      laterUntil: until ? await laterThan(ctx, query, until) : null,
    };
  },
});

/** So many newer entries are added at once to a timeline that begins at a date. */
const newerAtOnce = 20;

async function laterThan(ctx: Ctx, query: TimelineQuery, time: Date): Promise<string | null> {
  const later = await timeAfter(ctx, { page: filterOf(ctx, query), time, count: newerAtOnce });
  return later?.toISOString() ?? null;
}

/** The kinds of record with dated rows that a timeline reads. */
const sourcesOf = (ctx: Ctx, { kind, memberId, field }: TimelineQuery) =>
  timelines().flatMap(({ catalog, dated }) => {
    if (!mayView(ctx, catalog.entity)) return [];
    const isLeftOut = field !== null || (kind && !dated?.kinds.includes(kind)) || (memberId && dated?.anonymous);
    return dated && !isLeftOut ? [{ catalog, dated }] : [];
  });
const entitiesOf = (ctx: Ctx, query: TimelineQuery) => sourcesOf(ctx, query).map(({ catalog }) => catalog.entity);
