import "server-only";
import { maxCounted } from "@/lib/list-filter";
import { countText } from "@/modules/platform/history/notifications/digests/rules";
import { recordPath } from "@/modules/platform/history/notifications/rules";
import type { DigestPart } from "@/server/digest";
import { itemWhen, type Place, sectionTitles } from "../rules";
import type { AgendaItem } from "../schema";
import { countToday, listToday } from "./list";

/** The items of a member in their morning digest: those that are overdue, and those of today. */
export const dayDigest: DigestPart = async (ctx, { zone, today, mostLines }) => {
  const { locale } = ctx.tenant;
  const counts = await countToday(ctx, {});
  const parts = [
    { section: "overdue", total: counts.overdue, words: "overdue" },
    { section: "today", total: counts.due, words: "due today" },
  ] as const;
  const sections = [];
  for (const { section, total, words } of parts) {
    if (total === 0) continue;
    const { rows } = await listToday(ctx, { section, limit: mostLines });
    const [count, isMore] = total === "1000+" ? [maxCounted, true] : [total, false];
    sections.push({
      title: sectionTitles[section],
      summary: `${countText(count, isMore, locale)} ${words}`,
      lines: rows.map((row) => lineOf(row, { today, locale, timeZone: zone })),
      count,
      isMore,
      path: "/today",
    });
  }
  return sections;
};

const lineOf = (item: AgendaItem, place: Place) => ({
  text: item.title,
  note: [itemWhen(item, place), item.label, item.about?.name].filter(Boolean).join(" · "),
  path: recordPath(item.entity, item.recordId),
});
