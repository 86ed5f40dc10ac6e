import "server-only";
import { groupBy } from "@/lib/group-by";
import { supportEvents } from "@/lib/support-events";
import { uncapital } from "@/lib/text";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { refusedWords, subjectWords } from "../../api-keys/rules";
import { type EventRow, entryOf, Lookup } from "../../events/operations/entries";
import { eventsOfSupport } from "../../events/operations/read-events";
import { platform } from "../../module";
import { countActs, present, type SessionRow, select } from "../row";
import { pageWords } from "../rules";
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
    "The transcript of a support session, oldest first, by keyset: each page at its first opening, every change, and refused acts.",
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

const readings: ReadonlySet<string> = new Set([supportEvents.opened.name, supportEvents.read.name]);

/** The words of a page, of a record or of a kind of record that staff opened or read; null for any other event. */
export function openedText({ name, data }: Pick<EventRow, "name" | "data">, names: ReadonlyMap<string, string>) {
  if (!readings.has(name)) return null;
  const { page, recordId, subject }: NoteData = data;
  return page === undefined ? (names.get(recordId ?? "") ?? subjectWords(subject ?? "")) : pageWords(page);
}

/** Names of the records that staff opened, as far as the reader may know them. */
export async function namesOfOpened(
  ctx: Ctx,
  events: readonly Pick<EventRow, "name" | "data">[],
): Promise<Map<string, string>> {
  const opened = events.flatMap(({ name, data: { subject, recordId } }) =>
    readings.has(name) && typeof recordId === "string" ? [{ subject: String(subject), recordId }] : [],
  );
  const names = new Map<string, string>();
  for (const [subject, rows] of groupBy(opened, (one) => one.subject)) {
    const ids = [...new Set(rows.map(({ recordId }) => recordId))];
    for (const { id, name } of (await timelineOf(subject)?.scope.names?.(ctx, ids)) ?? []) names.set(id, name);
  }
  return names;
}

function kindOf(name: string): Line["kind"] {
  if (name === "supportSession.opened") return "opened";
  return name === refused ? "refused" : "life";
}

interface NoteData {
  subject?: string;
  recordId?: string | null;
  page?: string;
  by?: string;
}

function textOf({ name, data: stored }: EventRow, names: ReadonlyMap<string, string>, session: SessionRow): string {
  const data: NoteData = stored;
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
      return `The session ended: ${uncapital(data.by ?? "its time was over")}`;
    default:
      return name;
  }
}
