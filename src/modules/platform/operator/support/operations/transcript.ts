import "server-only";
import { supportEvents } from "@/lib/support-events";
import { uncapital } from "@/lib/text";
import { type EventRow, entryOf, Lookup } from "@/modules/platform/history/events/operations/entries";
import { namesOfOpened, openedText } from "@/modules/platform/history/events/operations/opened-pages";
import { eventsOfSupport } from "@/modules/platform/history/events/operations/read-events";
import { refusedWords, subjectWords } from "@/modules/platform/identity/api-keys/rules";
import { platform } from "@/modules/platform/module";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { countActs, present, type SessionRow, select } from "../row";
import { type Transcript, transcript, transcriptInput } from "../schema";
import { supportSessionScope } from "../scope";

type Line = Transcript["lines"][number];
const pageSize = 100;
const refused = "access.refused";

export const supportTranscript = platform.operation({
  kind: "query",
  permission: "support:manage",
  staff: "never",
  on: { scope: supportSessionScope, ids: (input) => [input.id] },
  input: transcriptInput,
  output: transcript,
  rest: { method: "GET", path: "/support-sessions/{id}/transcript" },
  describe:
    "The transcript of a support session, oldest first, page by page: each page when it was first opened, every change, and refused actions.",
  async run(ctx, { id, cursor = null }) {
    const row = await ctx.db.supportSession.findFirst({ where: { id }, select });
    if (!row) throw notFound("support session");
    const of = { staffId: row.staffId, sessionId: id, cursor, take: pageSize + 1 };
    const events = await eventsOfSupport(ctx, of);
    const page = events.slice(0, pageSize);
    const acts = await countActs(ctx, [row]);
    return {
      session: present(row, acts(id)),
      lines: await linesOf(ctx, page, row),
      nextCursor: events.length > pageSize ? (page.at(-1)?.id ?? null) : null,
    };
  },
});

const isChange = ({ entity, name }: EventRow) => entity !== supportEvents.started.entity && name !== refused;

/** One line for each event, also where the reader may not see the record: nothing that staff did is left out. */
async function linesOf(ctx: Ctx, events: readonly EventRow[], session: SessionRow): Promise<Line[]> {
  const [names, lookup] = [await namesOfOpened(ctx, events), new Lookup(ctx)];
  await lookup.learn(events.filter(isChange), new Map());
  return events.map((event) => ({
    id: event.id,
    at: event.at.toISOString(),
    ...(isChange(event)
      ? changeOf(ctx, lookup, event)
      : { kind: kindOf(event.name), text: textOf(event, names, session), changes: [] }),
  }));
}

function changeOf(ctx: Ctx, lookup: Lookup, event: EventRow): Pick<Line, "kind" | "text" | "changes"> {
  const entry = entryOf(ctx, lookup, event, null);
  if (entry) return { kind: "changed", text: `${entry.verb} ${entry.title}`, changes: entry.changes };
  const verb = timelineOf(event.entity)?.catalog.timeline[event.name]?.verb ?? "changed";
  return { kind: "changed", text: `${verb} (${subjectWords(event.entity)})`, changes: [] };
}

function kindOf(name: string): Line["kind"] {
  if (name === "supportSession.opened") return "opened";
  return name === refused ? "refused" : "life";
}

function textOf({ name, data: stored }: EventRow, names: ReadonlyMap<string, string>, session: SessionRow): string {
  const { by }: { by?: string } = stored;
  const decider = session.decidedBy?.name ?? "a former member";
  switch (name) {
    case refused:
      return `Refused: ${refusedWords(stored)}`;
    case "supportSession.opened":
      return `Opened ${openedText({ name, data: stored }, names)}`;
    case "supportSession.asked":
      return "Asked for access";
    case "supportSession.allowed":
      return `Allowed by ${decider}`;
    case "supportSession.refused":
      return `Refused by ${decider}`;
    case "supportSession.started":
      return `Started the session as ${session.member.name}`;
    case "supportSession.ended":
      return `The session ended: ${uncapital(by ?? "its time limit was reached")}`;
    default:
      return name;
  }
}
