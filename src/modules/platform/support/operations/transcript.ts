import "server-only";
import { groupBy } from "@/lib/group-by";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { notFound } from "@/server/errors";
import { subjectWords } from "../../api-keys/rules";
import { readEventPage } from "../../events/operations/event-pages";
import { eventsOfSupport } from "../../events/operations/read-events";
import { platform } from "../../module";
import { countActs, present, type SessionRow, select } from "../row";
import { supportIdInput, type Transcript, transcript } from "../schema";
import { supportSessionScope } from "../scope";

type Line = Transcript["lines"][number];
const maxLines = 500;

interface NoteRow {
  id: string;
  name: string;
  data: {
    subject?: string;
    recordId?: string | null;
    describe?: string;
    permission?: string;
    by?: string;
  };
  at: Date;
}

export const supportTranscript = platform.operation({
  kind: "query",
  permission: "support:manage",
  staff: "never",
  on: { scope: supportSessionScope, ids: (input) => [input.id] },
  input: supportIdInput,
  output: transcript,
  rest: { method: "GET", path: "/support-sessions/{id}/transcript" },
  describe:
    "The transcript of a support session: pages opened, changes, and refused acts, oldest first; at most the first 500 lines.",
  async run(ctx, { id }) {
    const row = await ctx.db.supportSession.findFirst({ where: { id }, select });
    if (!row) throw notFound("support session");
    const notes = await notesOf(ctx, row);
    const changed = await readEventPage(
      ctx,
      {
        subjects: { entities: [] },
        read: (cursor, take) => eventsOfSupport(ctx, { staffId: row.staffId, sessionId: id, cursor, take }),
        first: null,
        limit: maxLines,
      },
      null,
    );
    const changes = changed.rows.map(
      (entry): Line => ({
        id: entry.id,
        at: entry.at,
        kind: "changed",
        text: `${entry.verb} ${entry.title}`,
        changes: entry.changes,
      }),
    );
    const lines = [...(await worded(ctx, notes, row)), ...changes].sort((a, b) => (a.id < b.id ? -1 : 1));
    const acts = await countActs(ctx, [row]);
    return { session: present(row, acts(id)), lines: lines.slice(0, maxLines), more: lines.length > maxLines };
  },
});

/** The life of the session, what was opened, each page at its first time, and what was refused. */
const notesOf = (ctx: Ctx, { id, staffId }: { id: string; staffId: string }) =>
  tenantSql<NoteRow>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with own as (
        select id, name, data, at from events
        where tenant_id = ${ctx.tenant.id}::uuid and entity = 'supportSession' and entity_id = ${id}::uuid
          and name <> 'supportSession.read'
      ), opened as (
        select distinct on (data->>'subject', data->>'recordId') id, name, data, at from own
        where name = 'supportSession.opened' order by data->>'subject', data->>'recordId', id
      )
      select * from own where name <> 'supportSession.opened'
      union all
      select * from opened
      union all
      select id, name, data, at from events
      where tenant_id = ${ctx.tenant.id}::uuid and impersonator_id = ${staffId}::uuid
        and name = 'access.refused' and actor->>'sessionId' = ${id}
      order by id limit ${maxLines + 1}`,
  );

async function worded(ctx: Ctx, notes: readonly NoteRow[], session: SessionRow): Promise<Line[]> {
  const opened = notes.filter(({ name, data }) => name === "supportSession.opened" && data.recordId);
  const names = new Map<string, string>();
  for (const [subject, rows] of groupBy(opened, ({ data }) => data.subject ?? "")) {
    const ids = [...new Set(rows.flatMap(({ data }) => data.recordId ?? []))];
    for (const { id, name } of (await timelineOf(subject)?.scope.names?.(ctx, ids)) ?? []) names.set(id, name);
  }
  return notes.map(({ id, name, data, at }) => ({
    id,
    at: at.toISOString(),
    kind: kindOf(name),
    text: textOf(name, data, names, session),
    changes: [],
  }));
}

function kindOf(name: string): Line["kind"] {
  if (name === "supportSession.opened") return "opened";
  return name === "access.refused" ? "refused" : "life";
}

function textOf(name: string, data: NoteRow["data"], names: ReadonlyMap<string, string>, session: SessionRow): string {
  const decider = session.decidedBy?.name ?? "a former member";
  switch (name) {
    case "access.refused":
      // The words of an operation alone do not say of which object: "Creates a record".
      return `Refused: ${data.describe ?? ""} (${subjectWords(data.permission?.split(":")[0] ?? "")})`;
    case "supportSession.opened":
      return `Opened ${names.get(data.recordId ?? "") ?? subjectWords(data.subject ?? "")}`;
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

const uncapital = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
