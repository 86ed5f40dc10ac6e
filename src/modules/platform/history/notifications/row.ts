import "server-only";
import { z } from "zod";
import { groupBy } from "@/lib/group-by";
import { workDetail } from "@/lib/work-notices";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { excerptsAround } from "@/server/mention-excerpts";
import { readerZone } from "@/server/reader-zone";
import { mayView } from "@/server/scope";
import { liveObject } from "@/server/signals/live";
import { answered, type NotificationType, noticeReasons, recordPath, typeFacts } from "./rules";
import type { Notification } from "./schema";

/** A notification row from the database, with the data of its event. */
export interface NotificationRow {
  id: string;
  type: NotificationType;
  actorId: string | null;
  actorName: string | null;
  at: Date;
  readAt: Date | null;
  entity: string;
  recordId: string;
  reason: string | null;
  event: { name: string; data: unknown };
}

const day = z.iso.date();

/** Notifications with the names that the member may read now. */
export async function presentAll(ctx: Ctx, rows: readonly NotificationRow[]): Promise<Notification[]> {
  const [names, details] = await Promise.all([recordNames(ctx, rows), namesInDetails(ctx, rows)]);
  const seen = rows.filter((row) => names.has(`${row.entity} ${row.recordId}`));
  const excerpts = await excerptsAround(
    ctx,
    seen.flatMap((row) => commentOf(row) ?? []),
  );
  return rows.map((row) => {
    const record = names.get(`${row.entity} ${row.recordId}`) ?? null;
    return {
      id: row.id,
      type: row.type,
      actor: row.actorName === null ? null : { id: row.actorId, name: row.actorName },
      at: row.at.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
      // Events of a record that the member can no longer see are left out.
      detail: record === null ? null : detailOf(row, details, ctx),
      comment: record === null ? null : commentIn(row, excerpts),
      reason: record === null ? null : (noticeReasons.find((reason) => reason === row.reason) ?? null),
      entity: row.entity,
      recordId: record === null ? null : row.recordId,
      record,
      event: record === null ? null : row.event.name,
      path: record === null ? null : recordPath(row.entity, row.recordId, dataOf(row)),
    };
  });
}

async function recordNames(ctx: Ctx, rows: readonly NotificationRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const entity of new Set(rows.map((row) => row.entity))) {
    const ids = [...new Set(rows.filter((row) => row.entity === entity).map((row) => row.recordId))];
    for (const { id, name } of await namesOf(ctx, entity, ids)) names.set(`${entity} ${id}`, name);
  }
  return names;
}

async function namesOf(ctx: Ctx, entity: string, ids: string[]): Promise<{ id: string; name: string }[]> {
  const scope = mayView(ctx, entity) ? (timelineOf(entity) ?? liveObject(entity))?.scope : undefined;
  const seen = ((await scope?.load(ctx, ids)) ?? []).map((row) => row.id);
  return (await scope?.names?.(ctx, seen)) ?? [];
}

const dataOf = ({ event }: NotificationRow) => event.data as Readonly<Record<string, unknown>>;

/** The comment in which a member is mentioned; null for a mention elsewhere, and for other types. */
function commentOf(row: NotificationRow): string | null {
  const { commentId } = dataOf(row);
  return row.type === answered && typeof commentId === "string" ? commentId : null;
}

function commentIn(row: NotificationRow, excerpts: ReadonlyMap<string, string>): Notification["comment"] {
  const id = commentOf(row);
  return id === null ? null : { excerpt: excerpts.get(id) ?? null };
}

/** The value in the data of its event that a notification names. */
function namedBy(row: NotificationRow): { as: string; value: string } | null {
  const { detail } = typeFacts[row.type];
  const value = detail && dataOf(row)[detail.in];
  return detail && typeof value === "string" ? { as: detail.as, value } : null;
}

/** Names of the other records that notifications name, by their ids. */
async function namesInDetails(ctx: Ctx, rows: readonly NotificationRow[]): Promise<Map<string, string>> {
  const named = rows.flatMap((row) => namedBy(row) ?? []);
  const found = await Promise.all(
    [...groupBy(named, ({ as }) => as)].map(async ([entity, some]) => {
      const ids = [...new Set(some.map(({ value }) => value))];
      return (await timelineOf(entity)?.scope.names?.(ctx, ids)) ?? [];
    }),
  );
  return new Map(found.flat().map(({ id, name }) => [id, name]));
}

/** An instant on the clocks of the reader, or a whole day. */
function timeText(value: string, ctx: Ctx): string | null {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return null;
  const isDay = day.safeParse(value).success;
  const format = isDay ? { timeZone: "UTC" } : { timeStyle: "short" as const, timeZone: readerZone(ctx) };
  return at.toLocaleString(ctx.tenant.locale, { dateStyle: "medium", ...format });
}

function detailOf(row: NotificationRow, names: ReadonlyMap<string, string>, ctx: Ctx): string | null {
  const { locale } = ctx.tenant;
  const { name } = row.event;
  const named = namedBy(row);
  if (named?.as === "day") {
    const on = day.safeParse(named.value).data;
    return on ? new Date(on).toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" }) : null;
  }
  if (named?.as === "time") return timeText(named.value, ctx);
  if (named?.as === "text") return named.value;
  if (named) return names.get(named.value) ?? null;
  if (typeFacts[row.type].audience === "followers") return timelineOf(row.entity)?.catalog.timeline[name]?.verb ?? null;
  return workDetail(row.event, row.entity, locale);
}
