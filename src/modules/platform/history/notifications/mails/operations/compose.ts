import "server-only";
import { env } from "@/env";
import { groupBy } from "@/lib/group-by";
import { dateFormat } from "@/lib/intl";
import { nounOf } from "@/lib/nouns/all";
import { isWork } from "@/lib/work-notices";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import type { Ctx } from "@/server/context";
import type { ReadyMail } from "@/server/mail-attempts";
import { appLink, messageIdOf } from "@/server/mailer";
import { commentWords, notificationWords } from "../../catalog";
import { presentAll } from "../../row";
import {
  answered,
  followedEntities,
  isFollowed,
  mailMode,
  type NotificationType,
  reasonText,
  typeFacts,
} from "../../rules";
import type { Notification } from "../../schema";
import type { MailLine } from "../emails/notification-mail";
import { maxLinesOfMail, type RecordAct, subjectOf } from "../rules";
import type { Recipient } from "./recipient";
import { recordToken } from "./record-link";
import { unsubscribeLinks } from "./unsubscribe";

type Message = ReadyMail["message"];

const leftOut = {
  seen: "The member cannot see the record.",
  off: "The member turned off e-mails of this type.",
  muted: "The member muted the record.",
  read: "The member read it in the inbox.",
  newer: "A newer notification in the same e-mail replaces it.",
} as const;

/** Composes the e-mail by the member's current rights; records at each omitted notification why it is left out. */
export async function composeMail(ctx: Ctx, mailId: string, to: Recipient): Promise<Message | { nothing: string }> {
  const items = await itemsOf(ctx, mailId);
  const reasons = await reasonsAgainst(ctx, to.memberId, items);
  const presented = await presentAll(
    to.ctx,
    items.filter(({ id }) => !reasons.has(id)),
  );
  for (const { id, record } of presented) if (record === null) reasons.set(id, leftOut.seen);
  for (const [reason, ids] of groupBy([...reasons.keys()], (id) => reasons.get(id) ?? ""))
    await ctx.db.notificationMailItem.updateMany({ where: { id: { in: ids } }, data: { leftOut: reason } });
  const listed = presented.filter(({ id }) => !reasons.has(id));
  if (listed.length === 0) return { nothing: [...new Set(reasons.values())].join(" ") || "There was nothing to send." };
  const { zone } = (await calendarsOf(ctx, [to.memberId]))(to.memberId);
  return await messageOf(to, mailId, {
    items: listed,
    groups: new Map(items.map(({ id, groupKey }) => [id, groupKey])),
    zone,
  });
}

async function itemsOf(ctx: Ctx, mailId: string) {
  const rows = await ctx.db.notificationMailItem.findMany({
    where: { mailId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: {
      id: true,
      type: true,
      entity: true,
      recordId: true,
      eventId: true,
      actorId: true,
      groupKey: true,
      reason: true,
      at: true,
      actor: { select: { name: true } },
      event: { select: { name: true, data: true } },
    },
  });
  return rows.map(({ actor, type, ...row }) => ({
    ...row,
    type: type as NotificationType,
    actorName: actor?.name ?? null,
    readAt: null,
  }));
}

type Item = Awaited<ReturnType<typeof itemsOf>>[number];

/**
 * Reasons to leave notifications out of the e-mail, by notification: the member read, muted or turned them off since.
 */
async function reasonsAgainst(ctx: Ctx, memberId: string, items: readonly Item[]): Promise<Map<string, string>> {
  const [departures, muted, read] = await Promise.all([
    ctx.db.notificationPreference.findMany({
      where: { memberId },
      select: { type: true, channel: true, wanted: true },
    }),
    ctx.db.recordFollow.findMany({
      where: { memberId, state: "muted", recordId: { in: items.map(({ recordId }) => recordId) } },
      select: { entity: true, recordId: true },
    }),
    ctx.db.notification.findMany({
      where: {
        memberId,
        eventId: { in: items.map(({ eventId }) => eventId) },
        OR: [{ readAt: { not: null } }, { doneAt: { not: null } }],
      },
      select: { eventId: true, type: true },
    }),
  ]);
  const silent = new Set(muted.map((one) => `${one.entity} ${one.recordId}`));
  const known = new Set(read.map((one) => `${one.eventId} ${one.type}`));
  const found = new Map<string, string>();
  for (const { id, type, entity, recordId, eventId } of items) {
    if (mailMode(type, departures) === null) found.set(id, leftOut.off);
    else if (silent.has(`${entity} ${recordId}`)) found.set(id, leftOut.muted);
    else if (known.has(`${eventId} ${type}`)) found.set(id, leftOut.read);
  }
  for (const id of inversePatch(items.filter((item) => !found.has(item.id)))) found.set(id, leftOut.newer);
  return found;
}

/** Those that a newer one about the same thing makes needless; the newest comes first. */
function inversePatch(items: readonly Item[]): string[] {
  const about = new Set<string>();
  return items.flatMap(({ id, type, event }) => {
    const key = typeFacts[type].newestOf;
    if (key === undefined) return [];
    const thing = `${type} ${String((event.data as Record<string, unknown>)[key])}`;
    if (about.has(thing)) return [id];
    about.add(thing);
    return [];
  });
}

interface MailContent {
  items: readonly Notification[];
  groups: ReadonlyMap<string, string>;
  zone: string;
}

async function messageOf(to: Recipient, mailId: string, { items, groups, zone }: MailContent): Promise<Message> {
  const { NotificationMail } = await import("../emails/notification-mail");
  const { tenant } = to.ctx;
  const when = dateFormat(tenant.locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  const isFirst = ([newest]: readonly Notification[]) => Number(newest?.type === answered);
  const grouped = [...groupBy(items, ({ id }) => groups.get(id) ?? id).values()].sort(
    (a, b) => isFirst(b) - isFirst(a),
  );
  const lines = grouped.flatMap((group) => lineOf(group, to, when));
  const first = lines[0]?.words.map(({ text }) => text).join("") ?? "";
  const page = (path: string) => appLink(`/${tenant.slug}${path}`);
  const types = [...new Set(items.map(({ type }) => type))];
  const only = lines.length === 1 ? lines[0] : undefined;
  const linksOf = (type?: NotificationType) => unsubscribeLinks(to.ctx, to.memberId, type);
  const unsubscribe = linksOf();
  return {
    to: to.address,
    subject: subjectOf(first, lines.length),
    messageId: messageIdOf(`notification.${mailId}`),
    list: {
      id: `notifications.${tenant.slug}.${new URL(env.NEXTAUTH_URL).hostname}`,
      unsubscribe: unsubscribe.oneClick,
    },
    body: NotificationMail({
      name: to.name,
      workspace: tenant.name,
      lines: lines.slice(0, maxLinesOfMail),
      more: Math.max(0, lines.length - maxLinesOfMail),
      action: only ? { label: "Open it", href: only.href } : { label: "Open the inbox", href: page("/inbox") },
      settings: page("/settings/notifications"),
      unsubscribe: unsubscribe.page,
      unsubscribeFrom: types.map((type) => ({ label: typeFacts[type].label, href: linksOf(type).page })),
    }),
  };
}

/** One line for each group: its newest notification, and the number of its others. */
function lineOf(group: readonly Notification[], to: Recipient, when: Intl.DateTimeFormat): MailLine[] {
  const [newest] = group;
  if (!newest) return [];
  const { tenant } = to.ctx;
  const records = new Set(group.map(({ recordId }) => recordId)).size;
  const earlier = records === 1 ? group.length - 1 : 0;
  const path = records > 1 || newest.path === null ? "/inbox" : newest.path;
  const note = when.format(new Date(newest.at));
  return [
    {
      words: notificationWords(newest, { records }, tenant.locale),
      href: appLink(`/${tenant.slug}${path}`),
      note: earlier > 0 ? `${note}, and ${earlier} earlier` : note,
      detail: isWork(newest.entity) ? newest.detail : commentWords(newest),
      why: records > 1 ? null : whyOf(newest, to),
    },
  ];
}

/** Why the member gets a line about one record, and how to end that, without signing in. */
function whyOf({ reason, entity, recordId }: Notification, { ctx, memberId }: Recipient): MailLine["why"] {
  const followed = followedEntities.find((one) => one === entity);
  if (reason === null || recordId === null || !followed) return null;
  const one = nounOf(entity)?.one ?? "record";
  const token = recordToken([ctx.tenant.id, memberId, followed, recordId]);
  const act = (name: RecordAct) => appLink(`/unsubscribe?record=${token}&act=${name}`);
  const unfollow = isFollowed(reason) ? [{ label: "Unfollow", href: act("unfollow") }] : [];
  return { text: reasonText(reason, one), acts: [...unfollow, { label: `Mute this ${one}`, href: act("mute") }] };
}
