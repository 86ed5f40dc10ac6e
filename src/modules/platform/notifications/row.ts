import "server-only";
import { z } from "zod";
import { catalog, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { importScope } from "../imports/scope";
import type { NotificationType } from "./rules";
import type { Notification } from "./schema";

/** A notification as the database answers it, with what its event says. */
export interface NotificationRow {
  id: string;
  type: NotificationType;
  actorId: string | null;
  actorName: string | null;
  at: Date;
  readAt: Date | null;
  entity: string;
  recordId: string;
  data: unknown;
}

const stageData = z.object({ toStageId: z.string() });
const closingData = z.object({ closeDate: z.iso.date() });
const importData = z.object({ created: z.int(), updated: z.int(), errors: z.int() });
const failureData = z.object({ reason: z.string() });

/** Notifications with the names that the member may read now. */
export async function presentAll(ctx: Ctx, rows: readonly NotificationRow[]): Promise<Notification[]> {
  const [names, stages] = await Promise.all([recordNames(ctx, rows), stageNames(ctx, rows)]);
  return rows.map((row) => {
    const record = names.get(`${row.entity} ${row.recordId}`) ?? null;
    return {
      id: row.id,
      type: row.type,
      actor: row.actorName === null ? null : { id: row.actorId, name: row.actorName },
      at: row.at.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
      // What happened to a record that one may not see any more stays untold.
      detail: record === null ? null : detailOf(row, stages, ctx.tenant.locale),
      entity: row.entity,
      recordId: record === null ? null : row.recordId,
      record,
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
  if (entity === "import") {
    const seen = (await importScope.load(ctx, ids)).map((row) => row.id);
    const sources = await catalog().batchSources(ctx, seen);
    return sources.map(({ id, files }) => ({ id, name: files.map((file) => file.name).join(", ") }));
  }
  const scope = timelineOf(entity)?.scope;
  const seen = ((await scope?.load(ctx, ids)) ?? []).map((row) => row.id);
  return (await scope?.names?.(ctx, seen)) ?? [];
}

async function stageNames(ctx: Ctx, rows: readonly NotificationRow[]): Promise<Map<string, string>> {
  const ids = rows.flatMap((row) => {
    const moved = row.type === "dealStageChanged" ? stageData.safeParse(row.data) : null;
    return moved?.success ? [moved.data.toStageId] : [];
  });
  const found = ids.length === 0 ? [] : await timelineOf("stage")?.scope.names?.(ctx, [...new Set(ids)]);
  return new Map((found ?? []).map(({ id, name }) => [id, name]));
}

function detailOf(row: NotificationRow, stages: ReadonlyMap<string, string>, locale: string): string | null {
  if (row.type === "dealStageChanged") {
    const { data } = stageData.safeParse(row.data);
    return (data && stages.get(data.toStageId)) ?? null;
  }
  if (row.type === "dealClosing") {
    const { data } = closingData.safeParse(row.data);
    return data ? new Date(data.closeDate).toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" }) : null;
  }
  if (row.type === "importFailed") return failureData.safeParse(row.data).data?.reason ?? null;
  if (row.type !== "importFinished") return null;
  const { data } = importData.safeParse(row.data);
  if (!data) return null;
  const [created, updated, errors] = [data.created, data.updated, data.errors].map((n) => n.toLocaleString(locale));
  return `${created} created, ${updated} updated, ${errors} with errors`;
}
