import "server-only";
import { env } from "@/env";
import { counted } from "@/lib/counted";
import { formatDay } from "@/lib/day-words";
import { dateFormat } from "@/lib/intl";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import { type DigestDay, type DigestSection, digestParts } from "@/server/digest";
import type { ReadyMail } from "@/server/mail-attempts";
import { appLink, messageIdOf } from "@/server/mailer";
import { commentWords, notificationWords } from "../../catalog";
import type { Recipient } from "../../mails/operations/recipient";
import { unsubscribeLinks } from "../../mails/operations/unsubscribe";
import { subjectOf } from "../../mails/rules";
import { listNotifications } from "../../operations/list";
import { mailMode, newsPath } from "../../rules";
import type { NotificationGroup } from "../../schema";
import { countText, moreText, mostDaysBack, mostLines } from "../rules";

/** A digest as a row of e-mails. */
interface DigestMailRow {
  id: string;
  memberId: string;
  digestOn: Date;
}

/** A digest with nothing to say. */
export interface EmptyDigest {
  isEmpty: true;
}

/** Composes a digest with what its member may see now, or says why there is none to send. */
export async function readyDigest(
  ctx: Ctx,
  mail: DigestMailRow,
  to: Recipient,
  now: Date,
): Promise<ReadyMail | { nothing: string } | EmptyDigest> {
  const { zone } = (await calendarsOf(ctx, [mail.memberId]))(mail.memberId);
  const today = localDay(now, zone);
  // An e-mail can wait for the mail server, and for the limit of the plan.
  if (today > localDay(mail.digestOn, "UTC")) return { nothing: "Its day had ended before it could be sent." };
  const departures = await ctx.db.notificationPreference.findMany({
    where: { memberId: mail.memberId },
    select: { type: true, channel: true, wanted: true },
  });
  if (mailMode("digest", departures) === null) return { nothing: "The member turned off the morning digest." };
  const day: DigestDay = { now, zone, today, mostLines };
  const sections: DigestSection[] = [];
  for (const part of digestParts()) sections.push(...(await part(to.ctx, day)));
  sections.push(...(await happenedSince(to.ctx, day, await sinceOf(ctx, mail, day))));
  if (sections.length === 0) return { isEmpty: true };
  return { message: await messageOf(to, mail.id, sections, day) };
}

/** Since when a digest says what happened: since the one before, at most a week, else since yesterday. */
async function sinceOf(ctx: Ctx, { memberId, digestOn }: DigestMailRow, { today, zone }: DigestDay): Promise<Date> {
  const last = await ctx.db.notificationMail.findFirst({
    where: { memberId, digestOn: { lt: digestOn } },
    orderBy: { digestOn: "desc" },
    select: { createdAt: true },
  });
  const startOf = (daysAgo: number) => momentOfDay(dayLater(today, -daysAgo), 0, zone);
  if (last === null) return startOf(1);
  return new Date(Math.max(last.createdAt.getTime(), startOf(mostDaysBack).getTime()));
}

const update = { one: "update", many: "updates" };

/** The most groups of the inbox that are looked at. */
const mostGroups = 100;

/** Acts of others on the records that the member owns or follows, also those that are done in the inbox already. */
async function happenedSince(ctx: Ctx, { zone, mostLines: most }: DigestDay, since: Date): Promise<DigestSection[]> {
  const { rows, nextCursor } = await listNotifications(ctx, { since: since.toISOString(), limit: mostGroups });
  if (rows.length === 0) return [];
  const { locale } = ctx.tenant;
  const when = dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  const isMore = nextCursor !== null;
  return [
    {
      title: "Updates",
      summary: isMore
        ? `${countText(rows.length, isMore, locale)} ${update.many}`
        : counted(rows.length, update, locale),
      lines: rows.slice(0, most).flatMap((group) => lineOf(group, locale, when)),
      count: rows.length,
      isMore,
      path: "/inbox",
    },
  ];
}

function lineOf(group: NotificationGroup, locale: string, when: Intl.DateTimeFormat): DigestSection["lines"] {
  const [newest] = group.items;
  if (!newest) return [];
  const { entity, path, at } = newest;
  const text = notificationWords(newest, group, locale)
    .map((part) => part.text)
    .join("");
  const time = when.format(new Date(at));
  const words = commentWords(newest);
  return [{ text, note: words ? `${words} · ${time}` : time, path: newsPath({ path, entity }, group.records) }];
}

async function messageOf(
  to: Recipient,
  mailId: string,
  sections: readonly DigestSection[],
  { today }: DigestDay,
): Promise<ReadyMail["message"]> {
  const { DigestMail } = await import("../emails/digest-mail");
  const { tenant } = to.ctx;
  const { locale } = tenant;
  const page = (path: string) => appLink(`/${tenant.slug}${path}`);
  const unsubscribe = unsubscribeLinks(to.ctx, to.memberId, "digest");
  const summary = sections.map((section) => section.summary).join(", ");
  return {
    to: to.address,
    subject: subjectOf(`Your day: ${summary}`, 1),
    messageId: messageIdOf(`digest.${mailId}`),
    list: {
      id: `digest.${tenant.slug}.${new URL(env.NEXTAUTH_URL).hostname}`,
      unsubscribe: unsubscribe.oneClick,
    },
    body: DigestMail({
      name: to.name,
      workspace: tenant.name,
      day: formatDay(today, locale, true),
      summary,
      sections: sections.map(({ title, lines, count, isMore, path }) => ({
        title: `${title} (${countText(count, isMore, locale)})`,
        lines: lines.map((line) => ({ ...line, href: page(line.path) })),
        more: moreText(count, isMore, lines.length, locale),
        href: page(path),
      })),
      today: page("/today"),
      settings: page("/settings/notifications"),
      unsubscribe: unsubscribe.page,
    }),
  };
}
