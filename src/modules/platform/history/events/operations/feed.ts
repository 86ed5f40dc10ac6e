import "server-only";
import { platform } from "@/modules/platform/module";
import { type TimelineSource, timelineOf, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { invalid, notFound } from "@/server/errors";
import { mayView } from "@/server/scope";
import { membersOfTeams } from "@/server/team-members";
import { changesPage, feedInput } from "../schema";
import { namesOf, readEventPage } from "./event-pages";
import { readFeed } from "./read-feed";
import { mergedWalks, readCursor } from "./walks";

/** A page reads at most about a thousand events. */
const most = { reads: 4, events: 300 };

export const listFeed = platform.operation({
  kind: "query",
  permission: "event:view",
  input: feedInput,
  output: changesPage,
  rest: { method: "GET", path: "/feed" },
  describe:
    "Changes of the records that the caller may see, newest first, page by page: in the whole workspace, or by the members of a team and of the teams below it (`teamId`) or by one member (`memberId`). `entities` narrows it to some kinds of record, `kind` to changes, stage moves, people, imports, or touches. Entries are those of timelines. Changes to settings are listed by `/changes`. A page reads at most about a thousand events, so it can be short, or empty, even if it has a cursor.",
  async run(ctx, { teamId, memberId, entities, kind, cursor, limit = 30 }) {
    const sources = sourcesOf(ctx, entities);
    const names = kind ? namesOf(kind, sources) : sources.flatMap(({ catalog }) => Object.keys(catalog.timeline));
    const filter = {
      members: await membersOf(ctx, teamId, memberId),
      names,
      // Without a filter nearly every event of the workspace is of one of these names.
      narrow: entities !== undefined || kind !== undefined,
    };
    const source = {
      subjects: "everything" as const,
      read: (after: string | null, take: number) => readFeed(ctx, { ...filter, cursor: after, take }),
      first: null,
      limit,
      most,
    };
    const from = readCursor(cursor);
    return mergedWalks(from, { events: await readEventPage(ctx, source, from.events), dated: {} }, limit);
  },
});

/** The kinds of record that the caller may see, or those of them that are asked for; settings have lists of their own. */
function sourcesOf(ctx: Ctx, entities: readonly string[] | undefined): TimelineSource[] {
  for (const entity of entities ?? []) {
    const source = timelineOf(entity);
    if (!source || source.setting) throw invalid("entities", `${entity} is no kind of record.`);
  }
  return timelines().filter(
    ({ catalog: { entity }, setting }) => !setting && mayView(ctx, entity) && (entities?.includes(entity) ?? true),
  );
}

/** The members whose acts are asked for; null for everyone's. */
async function membersOf(ctx: Ctx, teamId?: string, memberId?: string): Promise<string[] | null> {
  if (teamId === undefined) return memberId === undefined ? null : [memberId];
  const [team] = (await timelineOf("team")?.scope.load(ctx, [teamId])) ?? [];
  if (!team) throw notFound("team");
  const members = await membersOfTeams(ctx, [teamId]);
  return memberId === undefined ? members : members.filter((id) => id === memberId);
}
