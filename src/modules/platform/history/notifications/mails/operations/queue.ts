import "server-only";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { insertOf, insertSet, type SetColumn } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { newId } from "@/server/new-id";
import { notificationMailEvents } from "../events";
import { burstMs } from "../rules";
import { heldUntil, hoursOfAll } from "./hours";

/** One notification that a member is to get by e-mail. */
export interface ToMail {
  memberId: string;
  urgent: boolean;
  /** Why this member gets no e-mail at all; then the log says so, and nothing waits. */
  away: string | null;
  type: string;
  entity: string;
  recordId: string;
  eventId: string;
  actorId: string | null;
  groupKey: string;
  reason: string | null;
  at: Date;
}

/**
 * Puts notifications on their way by e-mail, in the running transaction: into the e-mails of their members that are
 * still open, or into new ones, each of which begins a job. E-mail that is already being sent is left alone. However
 * many members and notifications, it takes five statements.
 */
export async function queueMails(ctx: Ctx, wanted: readonly ToMail[]): Promise<void> {
  const fresh = await notQueued(ctx, wanted);
  if (fresh.length === 0) return;
  const kinds = new Map(fresh.map((one) => [kindOf(one), one]));
  // In one order, so that two deliveries never wait for each other.
  const ordered = [...kinds.values()].sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1));
  const mails = new Map([...(await openMails(ctx, ordered)), ...(await skippedMails(ctx, ordered))]);
  const mailIdOf = (one: Kind) => {
    const id = mails.get(kindOf(one));
    if (id === undefined) throw new Error("The e-mail that was just created was not found.");
    return id;
  };
  await insertSet(
    ctx,
    "notification_mail_items",
    itemColumns,
    fresh.map((one) => ({ ...one, mailId: mailIdOf(one) })),
    Prisma.sql`on conflict do nothing`,
  );
}

/** The content of one e-mail: notifications of one member, sent in one mode. */
type Kind = Pick<ToMail, "memberId" | "urgent" | "away">;
const kindOf = ({ memberId, urgent, away }: Kind) => `${memberId} ${urgent} ${away}`;

const itemColumns: readonly SetColumn<ToMail & { mailId: string }>[] = [
  { column: "id", type: "uuid", value: () => newId() },
  { column: "mail_id", type: "uuid", value: (one) => one.mailId },
  { column: "member_id", type: "uuid", value: (one) => one.memberId },
  { column: "type", type: "text", value: (one) => one.type },
  { column: "entity", type: "text", value: (one) => one.entity },
  { column: "record_id", type: "uuid", value: (one) => one.recordId },
  { column: "event_id", type: "uuid", value: (one) => one.eventId },
  { column: "actor_id", type: "uuid", value: (one) => one.actorId },
  { column: "group_key", type: "text", value: (one) => one.groupKey },
  { column: "reason", type: "text", value: (one) => one.reason },
  { column: "at", type: "timestamptz", value: (one) => one.at },
];

async function notQueued(ctx: Ctx, wanted: readonly ToMail[]): Promise<ToMail[]> {
  if (wanted.length === 0) return [];
  const known = await ctx.db.notificationMailItem.findMany({
    where: { eventId: { in: [...new Set(wanted.map(({ eventId }) => eventId))] } },
    select: { memberId: true, eventId: true, type: true },
  });
  const keyOf = (one: { memberId: string; eventId: string; type: string }) =>
    `${one.memberId} ${one.eventId} ${one.type}`;
  const keys = new Set(known.map(keyOf));
  return wanted.filter((one) => !keys.has(keyOf(one)));
}

/** The e-mails that these kinds join now, by kind; their rows stay locked until the transaction ends. */
async function openMails(ctx: Ctx, kinds: readonly Kind[]): Promise<Map<string, string>> {
  const open = kinds.filter(({ away }) => away === null);
  if (open.length === 0) return new Map();
  const now = new Date();
  const ready = new Date(now.getTime() + burstMs);
  const hours = await hoursOfAll(
    ctx,
    open.map(({ memberId }) => memberId),
  );
  const columns: readonly SetColumn<Kind>[] = [
    { column: "id", type: "uuid", value: () => newId() },
    { column: "member_id", type: "uuid", value: ({ memberId }) => memberId },
    { column: "open_key", type: "text", value: ({ urgent }) => (urgent ? "urgent" : "digest") },
    { column: "urgent", type: "boolean", value: ({ urgent }) => urgent },
    {
      column: "due_at",
      type: "timestamptz",
      value: ({ memberId, urgent }) => (urgent ? now : heldUntil(hours(memberId), ready)),
    },
  ];
  const joins = Prisma.sql`
    on conflict (tenant_id, member_id, open_key) do update set open_key = excluded.open_key
    returning id, member_id as "memberId", urgent, xmax = 0 as fresh`;
  const rows = await tenantSql<{ id: string; memberId: string; urgent: boolean; fresh: boolean }>(
    ctx.tenant.id,
    ctx.db,
    insertOf(ctx, "notification_mails", columns, open, joins),
  );
  for (const { id, fresh } of rows) if (fresh) emit(ctx, notificationMailEvents.queued, { id, data: {} });
  return new Map(rows.map(({ id, memberId, urgent }) => [kindOf({ memberId, urgent, away: null }), id]));
}

/** E-mails for members who get none, by kind: the log says why. */
async function skippedMails(ctx: Ctx, kinds: readonly Kind[]): Promise<Map<string, string>> {
  const now = new Date();
  const skipped = kinds.flatMap(({ away, ...one }) => (away === null ? [] : [{ ...one, away, id: newId() }]));
  if (skipped.length === 0) return new Map();
  await ctx.db.notificationMail.createMany({
    data: skipped.map(({ id, memberId, urgent, away }) => ({
      id,
      memberId,
      urgent,
      status: "skipped",
      reason: away,
      dueAt: now,
      finishedAt: now,
    })),
  });
  for (const { id, away } of skipped) emit(ctx, notificationMailEvents.skipped, { id, data: { reason: away } });
  return new Map(skipped.map((one) => [kindOf(one), one.id]));
}
