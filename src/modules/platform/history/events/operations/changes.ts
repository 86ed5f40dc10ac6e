import "server-only";
import { platform } from "@/modules/platform/module";
import { timelineOf } from "@/server/catalog";
import { invalid } from "@/server/errors";
import { changesInput, changesPage } from "../schema";
import { readEventPage, readOf } from "./event-pages";
import { eventsOfObjects } from "./read-events";
import { mergedWalks, readCursor } from "./walks";

export const listChanges = platform.operation({
  kind: "query",
  permission: "event:view",
  input: changesInput,
  output: changesPage,
  rest: { method: "GET", path: "/setting-changes" },
  describe:
    "Changes to settings (members, teams, API keys, …), newest first, page by page, as far as the caller may see them.",
  async run(ctx, { entities, cursor, limit = 30 }) {
    for (const entity of entities)
      if (!timelineOf(entity)?.setting) throw invalid("entities", `${entity} has no trail of its own.`);
    const source = {
      subjects: { entities },
      read: async (after: string | null, take: number) =>
        readOf(await eventsOfObjects(ctx, { entities, cursor: after, take }), take),
      first: null,
      limit,
    };
    const from = readCursor(cursor);
    return mergedWalks(from, { events: await readEventPage(ctx, source, from.events), dated: {} }, limit);
  },
});
