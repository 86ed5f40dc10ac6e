import "server-only";
import { type Due, dueFrom, earliest } from "@/lib/due";
import { groupBy } from "@/lib/group-by";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertOf, type SetColumn } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { notificationMailEvents } from "../../mails/events";
import { wants } from "../../rules";
import { defaultDigestAt, digestDue, nextDigest } from "../rules";

/** So many e-mails begin in one transaction. */
const perBatch = 200;

interface Reader {
  memberId: string;
  minute: number;
  createdAt: Date;
}

/** A member and the day whose digest is due for them. */
interface DueDigest {
  memberId: string;
  day: string;
}

/** The colleagues who can sign in and want a digest, with its time: one statement. */
const readersOf = ({ tenant, db }: Ctx) =>
  tenantSql<Reader>(
    tenant.id,
    db,
    Prisma.sql`
      select m.id as "memberId", coalesce(h.digest_at, ${defaultDigestAt}::int) as minute, m.created_at as "createdAt"
      from members m
      left join notification_hours h on h.tenant_id = ${tenant.id}::uuid and h.member_id = m.id
      left join notification_preferences p on p.tenant_id = ${tenant.id}::uuid and p.member_id = m.id
        and p.type = 'digest' and p.channel = 'email'
      where m.tenant_id = ${tenant.id}::uuid and m.status = 'active' and m.role <> 'guest'
        and coalesce(p.wanted, ${wants("digest", "email", [])}::boolean)
      order by m.id`,
  );

/** Whose digest is due and was not begun yet, and when the next one of anybody is due: three statements for all. */
async function dueDigests(ctx: Ctx, now: Date): Promise<{ due: DueDigest[]; next: Date | null }> {
  const readers = await readersOf(ctx);
  const calendarOf = await calendarsOf(
    ctx,
    readers.map(({ memberId }) => memberId),
  );
  const due = readers.flatMap(({ memberId, minute, createdAt }) => {
    const found = digestDue(calendarOf(memberId), minute, now);
    // Nobody has a day to begin with that was over when they came.
    return found && found.at >= createdAt ? [{ memberId, day: found.day }] : [];
  });
  const begun = await begunAmong(ctx, due);
  // Members of one calendar and time have one next digest.
  const next = [...groupBy(readers, ({ memberId }) => calendarOf(memberId))].flatMap(([calendar, theirs]) =>
    [...new Set(theirs.map(({ minute }) => minute))].map((minute) => nextDigest(calendar, minute, now)),
  );
  return { due: due.filter((one) => !begun.has(keyOf(one))), next: earliest(next) };
}

const keyOf = ({ memberId, day }: DueDigest) => `${memberId} ${day}`;

async function begunAmong({ tenant, db }: Ctx, due: readonly DueDigest[]): Promise<Set<string>> {
  if (due.length === 0) return new Set();
  const rows = await tenantSql<DueDigest>(
    tenant.id,
    db,
    Prisma.sql`
      select m.member_id as "memberId", m.digest_on::text as day from notification_mails m
      join unnest(${due.map(({ memberId }) => memberId)}::uuid[], ${due.map(({ day }) => day)}::date[]) d (id, day)
        on m.member_id = d.id and m.digest_on = d.day
      where m.tenant_id = ${tenant.id}::uuid`,
  );
  return new Set(rows.map(keyOf));
}

/** Whether somebody's digest is due, and when the next one is. */
export async function digestsDue(ctx: Ctx, now: Date): Promise<Due> {
  const { due, next } = await dueDigests(ctx, now);
  return due.length > 0 ? dueFrom(now, now) : { slots: [], next };
}

/** Begins the digests that are due, each once for a member and a day of theirs; returns how many. */
export async function queueDigests(ctx: Ctx, now: Date): Promise<number> {
  const { due } = await dueDigests(ctx, now);
  let queued = 0;
  for (let from = 0; from < due.length; from += perBatch)
    queued += await inTransaction(ctx, (inner) => queueBatch(inner, due.slice(from, from + perBatch), now));
  return queued;
}

async function queueBatch(ctx: Ctx, due: readonly DueDigest[], now: Date): Promise<number> {
  const columns: readonly SetColumn<DueDigest>[] = [
    { column: "id", type: "uuid", value: () => newId() },
    { column: "member_id", type: "uuid", value: ({ memberId }) => memberId },
    { column: "digest_on", type: "date", value: ({ day }) => day },
    { column: "urgent", type: "boolean", value: () => false },
    { column: "due_at", type: "timestamptz", value: () => now },
  ];
  const once = Prisma.sql`on conflict (tenant_id, member_id, digest_on) do nothing returning id`;
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    insertOf(ctx, "notification_mails", columns, due, once),
  );
  for (const { id } of rows) emit(ctx, notificationMailEvents.queued, { id, data: {} });
  return rows.length;
}
