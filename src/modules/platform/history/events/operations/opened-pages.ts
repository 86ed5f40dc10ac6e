import "server-only";
import { groupBy } from "@/lib/group-by";
import { supportEvents } from "@/lib/support-events";
import { subjectWords } from "@/modules/platform/identity/api-keys/rules";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { pageWords } from "../rules";
import type { EventRow } from "./entries";

/** The data of an event of a page, a record or a kind of record that staff opened. */
interface OpenedData {
  subject?: string;
  recordId?: string | null;
  page?: string;
}

const readings: ReadonlySet<string> = new Set([supportEvents.opened.name, supportEvents.read.name]);

/** The words of a page, of a record or of a kind of record that staff opened or read; null for any other event. */
export function openedText({ name, data }: Pick<EventRow, "name" | "data">, names: ReadonlyMap<string, string>) {
  if (!readings.has(name)) return null;
  const { page, recordId, subject }: OpenedData = data;
  return page === undefined ? (names.get(recordId ?? "") ?? subjectWords(subject ?? "")) : pageWords(page);
}

/** Names of the records that staff opened, as far as the reader may know them. */
export async function namesOfOpened(
  ctx: Ctx,
  events: readonly Pick<EventRow, "name" | "data">[],
): Promise<Map<string, string>> {
  const opened = events.flatMap(({ name, data: { subject, recordId } }) =>
    readings.has(name) && typeof recordId === "string" ? [{ subject: String(subject), recordId }] : [],
  );
  const names = new Map<string, string>();
  for (const [subject, rows] of groupBy(opened, (one) => one.subject)) {
    const ids = [...new Set(rows.map(({ recordId }) => recordId))];
    for (const { id, name } of (await timelineOf(subject)?.scope.names?.(ctx, ids)) ?? []) names.set(id, name);
  }
  return names;
}
