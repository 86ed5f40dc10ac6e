import { clockOf } from "@/lib/working-time";
import { queueDigests } from "@/modules/platform/history/notifications/digests/operations/due";
import { setDigestTime } from "@/modules/platform/history/notifications/digests/operations/time";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import type { Ctx } from "@/server/context";
import { systemCtx } from "@/server/member-ctx";
import { later, type TestMember, type TestWorkspace } from "./ctx";
import { adminQuery } from "./db";

const allDay = [{ from: 0, until: 1440 }];
export const everyDay = Array.from({ length: 7 }, () => allDay);
export const weekdays = everyDay.map((hours, index) => (index < 5 ? hours : []));

/** A member who gets digests. */
export interface DigestReader {
  firm: TestWorkspace;
  member: TestMember;
  ctx: Ctx;
}

/** A member who was there before today, with a zone and days of work. */
export async function digestReader(firm: TestWorkspace, zone = "UTC", week = everyDay): Promise<DigestReader> {
  const member = await firm.join("member");
  await adminQuery("update members set created_at = now() - interval '60 days' where id = $1", [member.id]);
  const ctx = await firm.as(member);
  await setWorkingHours(ctx, { own: { zone, week } });
  return { firm, member, ctx: await later(ctx) };
}

/** The digests of a member by their days. */
export async function digestsOf({ firm, member }: Pick<DigestReader, "firm"> & { member: { id: string } }) {
  const rows = await firm.system.db.notificationMail.findMany({
    where: { memberId: member.id, digestOn: { not: null } },
    orderBy: { digestOn: "asc" },
    select: { id: true, digestOn: true, dueAt: true, status: true, reason: true },
  });
  return rows.map(({ digestOn, ...row }) => ({ ...row, day: digestOn?.toISOString().slice(0, 10) ?? "" }));
}

/** The minute of the day that the clocks of a zone show. */
export function minuteOf(at: Date, zone: string): number {
  const [hours = 0, minutes = 0] = clockOf(at, zone).slice("2026-11-30 ".length).split(":").map(Number);
  return hours * 60 + minutes;
}

/** Begins the digest of a member in UTC, for whom the present minute becomes its time. */
export async function digestBegun({ firm, ctx }: DigestReader): Promise<void> {
  const now = new Date();
  await setDigestTime(ctx, { at: minuteOf(now, "UTC") });
  await queueDigests(firm.system, now);
}

/** Does the work of the job of a member's digest; returns its row. */
export async function digestSent(reader: DigestReader) {
  const [row] = await digestsOf(reader);
  const system = await systemCtx(reader.firm.tenant.id, "test", "sends");
  if (!row || !system) throw new Error("No digest was begun.");
  await sendWhenDue(system, row.id);
  return (await digestsOf(reader))[0];
}

/** Begins and sends the digest of a member; returns its row. */
export async function digestNow(reader: DigestReader) {
  await digestBegun(reader);
  return await digestSent(reader);
}
