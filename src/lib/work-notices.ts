import type { NoticeChannel } from "./nouns/noun-head";

/** Work in the background, with the sentences about its end for the member who started it. */
interface Work {
  label: string;
  /** When the notices are sent, for the settings. */
  when: string;
  /** The sentence for each event that says that the work succeeded; `{record}` is what it was about. */
  ends: Readonly<Record<string, string>>;
  failed: string;
  /** The sentence once its row is deleted. */
  gone: string;
  /** Its results, by event: sentences with values of the event. One whose values the event lacks is left out. */
  details: Readonly<Record<string, readonly string[]>>;
}

const changed = "Records: {changed} changed, {skipped} skipped, {failed} refused";
const undone = "Records: {undone} undone, {kept} left as they are";
const imported = "Records: {created} created, {updated} updated. Rows with errors: {errors}";

/** All work whose end its member is notified of, by the entity of its events. */
export const works = {
  import: {
    label: "Import",
    when: "An import that you started ends",
    ends: {
      finished: "Your import of {record} has finished",
      cancelled: "Your import of {record} was cancelled",
      reverted: "Your import of {record} was reverted",
    },
    failed: "Your import of {record} failed",
    gone: "An import that you started has ended",
    details: {
      finished: [imported],
      cancelled: [imported],
      reverted: ["Records: {deleted} deleted, {restored} restored, {kept} left as they are"],
      failed: ["{reason}"],
    },
  },
  bulkRun: {
    label: "Bulk change",
    when: "A bulk change that you started, or its undo, ends",
    ends: {
      finished: "Your change of {record} has finished",
      cancelled: "Your change of {record} was cancelled",
      undone: "Your change of {record} was undone",
    },
    failed: "Your change of {record} failed",
    gone: "A bulk change that you started has ended",
    details: { finished: [changed], cancelled: [changed], undone: [undone], failed: ["{reason}", changed, undone] },
  },
  recordExport: {
    label: "Export",
    when: "A long export that you started ends",
    ends: {
      finished: "Your export of {record} can be downloaded for a day",
      cancelled: "Your export of {record} was cancelled",
    },
    failed: "Your export of {record} failed",
    gone: "An export that you started has ended",
    details: { finished: ["Rows: {rows}"], cancelled: ["Rows written: {rows}"], failed: ["{reason}"] },
  },
} as const satisfies Record<string, Work>;

type WorkEntity = keyof typeof works;
/** The notices of work: "importFinished", "importFailed". */
export type WorkNoticeType = `${WorkEntity}${"Finished" | "Failed"}`;

interface WorkNotice {
  label: string;
  when: string;
  channels: readonly NoticeChannel[];
  audience: "requester";
  /** The events that give it. */
  on: readonly string[];
  /** The sentence, unless the event has one of its own. */
  says: string;
  saysOn: Readonly<Record<string, string>>;
  gone: string;
}

const eventOf = (entity: string, name: string) => `${entity}.${name}`;

function noticesOf([entity, { label, when, ends, failed, gone }]: [string, Work]): [string, WorkNotice][] {
  const saysOn = Object.fromEntries(Object.entries(ends).map(([name, says]) => [eventOf(entity, name), says]));
  const common = { when, audience: "requester", gone } as const;
  const finished = { ...common, label: `${label} finished`, channels: ["inApp"], on: Object.keys(saysOn) } as const;
  return [
    [`${entity}Finished`, { ...finished, says: ends.finished ?? gone, saysOn }],
    [
      `${entity}Failed`,
      {
        ...common,
        label: `${label} failed`,
        channels: ["inApp", "email", "emailAtOnce"],
        on: [eventOf(entity, "failed")],
        says: failed,
        saysOn: {},
      },
    ],
  ];
}

/** The notices of all work. */
export const workNotices = Object.fromEntries(Object.entries<Work>(works).flatMap(noticesOf)) as Readonly<
  Record<WorkNoticeType, WorkNotice>
>;

/** Whether an entity is a job that notifies the member who started it when it ends. */
export const isWork = (entity: string): entity is WorkEntity => Object.hasOwn(works, entity);

/** The result of work by its event, as a text with counts, or the reason of its failure; null where nothing is known. */
export function workDetail(
  { name, data }: { name: string; data: unknown },
  entity: string,
  locale: string,
): string | null {
  if (!isWork(entity)) return null;
  const sentences: readonly string[] = (works[entity] as Work).details[name.slice(entity.length + 1)] ?? [];
  const known = sentences.flatMap(
    (sentence) => filled(sentence, data as Readonly<Record<string, unknown>>, locale) ?? [],
  );
  return known.length > 0 ? known.join(" ") : null;
}

/** A sentence with the values of an event; null where it lacks one. */
function filled(sentence: string, data: Readonly<Record<string, unknown>>, locale: string): string | null {
  const text = sentence.replaceAll(/\{(\w+)\}/g, (part, name: string) => {
    const value = data[name];
    if (typeof value === "number") return value.toLocaleString(locale);
    return typeof value === "string" ? value : part;
  });
  return text.includes("{") ? null : text;
}
