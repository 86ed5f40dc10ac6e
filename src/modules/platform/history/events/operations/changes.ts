import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { timelineOf } from "@/server/catalog";
import { invalid } from "@/server/errors";
import { changesInput, timeline } from "../schema";
import { readEventPage } from "./event-pages";
import { eventsOfObjects } from "./read-events";

export const listChanges = platform.operation({
  kind: "query",
  permission: "event:view",
  input: changesInput,
  output: timeline,
  rest: { method: "GET", path: "/changes" },
  describe:
    "Changes to settings (members, teams, API keys, …), newest first, page by page, as far as the caller may see them.",
  async run(ctx, { entities, cursor, limit = 30 }) {
    for (const entity of entities)
      if (!timelineOf(entity)?.setting) throw invalid("entities", `${entity} has no trail of its own.`);
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
      throw invalid("cursor", "This cursor belongs to another list. Start again without a cursor.");
    const source = {
      subjects: { entities },
      read: (after: string | null, take: number) => eventsOfObjects(ctx, { entities, cursor: after, take }),
      first: null,
      limit,
    };
    const page = await readEventPage(ctx, source, cursor ?? null);
    return { rows: page.rows, nextCursor: page.done ? null : (page.scanned?.id ?? null) };
  },
});
