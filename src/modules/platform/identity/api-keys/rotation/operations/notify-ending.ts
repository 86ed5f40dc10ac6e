import "server-only";
import { env } from "@/env";
import { dateTimeText } from "@/lib/relative-time-text";
import { localDay } from "@/lib/working-time";
import type { Ctx } from "@/server/context";
import { mailEach } from "@/server/mail-once";
import { MailRefused } from "@/server/mailer";
import { noticeFrom, noticeOf } from "../rules";

const dayMs = 86_400_000;

/** When the first of the keys that still work ends; null where none does. */
export async function firstEnd({ db }: Pick<Ctx, "db">, now: Date): Promise<Date | null> {
  const { _min } = await db.apiKey.aggregate({
    where: { revokedAt: null, expiresAt: { gt: now } },
    _min: { expiresAt: true },
  });
  return _min.expiresAt;
}

/**
 * Reminds the members of some keys that end soon, in the order of their ids after `after`; returns the last of them,
 * or null when there are no more. Each reminder is sent once.
 */
export async function notifyEnding(ctx: Ctx, after: string, now: Date, atOnce = 100): Promise<string | null> {
  // Two days more: a day of the calendar is not one of the clock.
  const until = new Date(now.getTime() + (noticeFrom + 2) * dayMs);
  const rows = await ctx.db.apiKey.findMany({
    where: { id: { gt: after }, revokedAt: null, expiresAt: { gt: now, lte: until } },
    orderBy: { id: "asc" },
    take: atOnce,
    select: keyColumns,
  });
  let later: MailRefused | null = null;
  for (const row of rows)
    try {
      await notifyOf(ctx, row, now);
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      later = error;
    }
  if (later) throw later;
  return rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
}

const keyColumns = {
  id: true,
  name: true,
  prefix: true,
  createdAt: true,
  expiresAt: true,
  member: { select: { id: true, email: true, status: true } },
} as const;

interface EndingKey {
  id: string;
  name: string;
  prefix: string;
  createdAt: Date;
  expiresAt: Date | null;
  member: { id: string; email: string | null; status: string };
}

async function notifyOf(ctx: Ctx, key: EndingKey, now: Date): Promise<void> {
  const { id, name, prefix, createdAt, expiresAt, member } = key;
  if (!expiresAt || member.status !== "active") return;
  const { name: workspace, slug, locale, timeZone } = ctx.tenant;
  const [today, made, ends] = [now, createdAt, expiresAt].map((at) => localDay(at, timeZone));
  const notice = noticeOf({ today: today ?? "", made: made ?? "", ends: ends ?? "" });
  if (notice === null) return;
  // Templates are loaded where e-mail is written: the background thread, which names the jobs too, cannot.
  const { KeyExpiryMail, keyExpirySubject } = await import("../emails/key-expiry-mail");
  const day = expiresAt.toLocaleDateString(locale, { timeZone, day: "numeric", month: "long", year: "numeric" });
  const at = dateTimeText(expiresAt, locale, timeZone);
  const href = `${env.NEXTAUTH_URL}/${slug}/settings/api-keys/${id}`;
  await mailEach(ctx, [member], {
    name: `key ${id} ${expiresAt.toISOString()} ${notice}`,
    subject: keyExpirySubject(name, day),
    body: KeyExpiryMail({ workspace, name, prefix, at, href }),
  });
}
