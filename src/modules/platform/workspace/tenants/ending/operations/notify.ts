import "server-only";
import type { Ctx } from "@/server/context";
import { mailEach } from "@/server/mail-once";
import { toldOf } from "../rules";
import { endingPage, leadersOf } from "./people";

/** Notifies owners and admins of the workspace's pending deletion: once per reminder. */
export async function notifyOfDeletion(ctx: Ctx, now: Date): Promise<void> {
  const row = await ctx.db.tenant.findFirst({
    where: { id: ctx.tenant.id },
    select: { deletionDueAt: true, deletionAskedAt: true, deletionAskedById: true },
  });
  const dueAt = row?.deletionDueAt ?? null;
  const days = toldOf(dueAt, now);
  if (!row || dueAt === null || days === null) return;
  const asker = row.deletionAskedById
    ? await ctx.db.member.findFirst({ where: { id: row.deletionAskedById }, select: { name: true } })
    : null;
  // Templates are loaded where e-mail is written: the background thread, which names the jobs too, cannot.
  const { DeletionMail, deletionSubject } = await import("../emails/deletion-mail");
  const { name, timeZone, locale } = ctx.tenant;
  const day = dueAt.toLocaleDateString(locale, { timeZone, day: "numeric", month: "long", year: "numeric" });
  const body = DeletionMail({ workspace: name, day, asker: asker?.name ?? null, href: endingPage(ctx) });
  const mailName = `deletion ${row.deletionAskedAt?.toISOString()} ${days}`;
  await mailEach(ctx, await leadersOf(ctx), { name: mailName, subject: deletionSubject(name, day), body });
}

/** Notifies owners and admins that the workspace is kept. */
export async function notifyOfUndo(ctx: Ctx, eventId: string): Promise<void> {
  const { DeletionUndoneMail, deletionUndoneSubject } = await import("../emails/deletion-undone-mail");
  const { name } = ctx.tenant;
  const body = DeletionUndoneMail({ workspace: name, href: endingPage(ctx) });
  await mailEach(ctx, await leadersOf(ctx), { name: eventId, subject: deletionUndoneSubject(name), body });
}

/** Tells both members of a transfer of ownership. */
export async function notifyOfTransfer(ctx: Ctx, eventId: string): Promise<void> {
  const event = await ctx.db.event.findFirst({ where: { id: eventId }, select: { data: true } });
  const { fromId, toId } = (event?.data ?? {}) as { fromId?: string; toId?: string };
  const people = await ctx.db.member.findMany({
    where: { id: { in: [fromId ?? "", toId ?? ""].filter(Boolean) } },
    select: { id: true, name: true, email: true },
  });
  const [from, to] = [fromId, toId].map((id) => people.find((one) => one.id === id));
  if (!from || !to) return;
  const { TransferMail, transferSubject } = await import("../emails/transfer-mail");
  const { name } = ctx.tenant;
  const body = TransferMail({ workspace: name, from: from.name, to: to.name, href: endingPage(ctx) });
  await mailEach(ctx, [from, to], { name: eventId, subject: transferSubject(name, to.name), body });
}
