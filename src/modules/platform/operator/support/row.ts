import "server-only";
import type { z } from "zod";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { stateOf } from "./rules";
import type { supportSession } from "./schema";

/** Where a session stands. */
export const facts = {
  askedAt: true,
  allowedAt: true,
  refusedAt: true,
  startedAt: true,
  expiresAt: true,
  endedAt: true,
} satisfies Prisma.SupportSessionSelect;

export const select = {
  ...facts,
  id: true,
  staffId: true,
  staffName: true,
  reason: true,
  ticket: true,
  write: true,
  minutes: true,
  endReason: true,
  member: { select: { id: true, name: true } },
  decidedBy: { select: { id: true, name: true } },
} satisfies Prisma.SupportSessionSelect;
export type SessionRow = Prisma.SupportSessionGetPayload<{ select: typeof select }>;

export interface ActCounts {
  opened: number;
  changed: number;
  refused: number;
}
const none: ActCounts = { opened: 0, changed: 0, refused: 0 };

/** How much was opened, changed and refused in each session, counted from its events: of all openings of a page one. */
export async function countActs(ctx: Ctx, rows: readonly SessionRow[]): Promise<(id: string) => ActCounts> {
  if (rows.length === 0) return () => none;
  const counts = await tenantSql<ActCounts & { id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select actor->>'sessionId' as id,
        (count(distinct (data->>'subject', data->>'recordId', data->>'page')) filter (where name = 'supportSession.opened'))::int as opened,
        (count(*) filter (where entity not in ('supportSession', 'access')))::int as changed,
        (count(*) filter (where name = 'access.refused'))::int as refused
      from events
      where tenant_id = ${ctx.tenant.id}::uuid and impersonator_id = any(${rows.map((row) => row.staffId)}::uuid[])
        and actor->>'sessionId' = any(${rows.map((row) => row.id)}::text[])
      group by 1`,
  );
  const byId = new Map(counts.map(({ id, ...acts }) => [id, acts]));
  return (id) => byId.get(id) ?? none;
}

/** A session as it travels. */
export function present(row: SessionRow, acts: ActCounts, now = new Date()): z.input<typeof supportSession> {
  return {
    id: row.id,
    staff: row.staffName,
    member: row.member,
    reason: row.reason,
    ticket: row.ticket,
    write: row.write,
    minutes: row.minutes,
    state: stateOf(row, now),
    askedAt: row.askedAt.toISOString(),
    startedAt: isoOf(row.startedAt),
    endsAt: isoOf(row.endedAt ?? row.expiresAt),
    decidedBy: row.decidedBy,
    ...acts,
  };
}

/** The session's facts in its events. `text` is the sentence that owners and admins get. */
export const factsOf = (row: SessionRow, text: string) => ({
  text,
  ticket: row.ticket,
  reason: row.reason,
  staff: row.staffName,
  write: row.write,
  minutes: row.minutes,
});
