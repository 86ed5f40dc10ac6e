"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { type Confirmation, requestConfirmation } from "@/components/ui/confirmation";
import { notify } from "@/components/ui/toast";
import type { BulkReport } from "@/lib/bulk";
import { BULK_LIMIT } from "@/lib/bulk-limit";
import { counted, type Noun, nouns } from "@/lib/counted";
import { useUndoNotice } from "./undo-acts";
import { type WriteQueue, writeQueueOf } from "./write-queue";

export interface Target {
  id: string;
  version: number;
}

/** The changed records with their versions, and the failed ones with their reasons. */
interface Report {
  done: BulkReport["done"];
  refused: string[];
}

/** Number of records changed so far. */
type OnProgress = (count: number) => void;

/** One act on many records of a kind, and its undo. */
export interface ActOnMany<Row extends Target, Action> {
  action: Action;
  /**
   * The action that undoes it for a record; records with the same action are undone together. Null if it cannot be
   * undone.
   */
  back: ((row: Row) => Action) | null;
  /** The text of the toast while it runs in several parts: "Archiving accounts". */
  doing: string;
  /** "3 accounts archived" */
  done(rows: readonly Row[], locale: string): string;
  /** "1 of 3 accounts could not be archived." */
  refused(count: number, of: number, locale: string): string;
  /** The confirmation for more than fifty records, with their number: "Archive 1,000 accounts?" */
  question(count: number, locale: string): Confirmation;
  /** A warning to confirm first, even for few records; null if there is nothing to warn of. */
  warning?(rows: readonly Row[]): string | null;
}

/** An act on more records than this asks for confirmation. */
const confirmAbove = 50;

/** The `bulk` operation of a kind of record. */
interface Bulk<Action> {
  mutate(call: { ids: string[]; action: Action; versions: Record<string, number>; batch: string }): Promise<BulkReport>;
  refresh(): Promise<unknown>;
}

/**
 * Sends many records in parts that the server accepts. If a part fails as a whole, the rest is not sent and fails for
 * the same reason.
 */
export async function sendInParts<Row>(
  rows: readonly Row[],
  size: number,
  onProgress: OnProgress,
  send: (part: readonly Row[]) => Promise<Report>,
): Promise<Report> {
  const report: Report = { done: [], refused: [] };
  for (let from = 0; from < rows.length; from += size) {
    try {
      const part = await send(rows.slice(from, from + size));
      report.done.push(...part.done);
      report.refused.push(...part.refused);
    } catch (error) {
      report.refused.push(...rows.slice(from).map(() => readServerError(error).message));
      return report;
    }
    onProgress(Math.min(from + size, rows.length));
  }
  return report;
}

type Archiving = { type: "archive" | "restore" };

const archiving = {
  archive: ["Archive", "Archiving", "archived", "They leave lists and totals, and can be restored."],
  restore: ["Restore", "Restoring", "restored", "They will appear in lists and totals again."],
} as const;

/** The act of archiving or restoring many records; its undo does the other. */
export function archivingAct(noun: Noun, type: Archiving["type"]): ActOnMany<Target & { name: string }, Archiving> {
  const [verb, doing, done, description] = archiving[type];
  return {
    action: { type },
    back: () => ({ type: type === "archive" ? "restore" : "archive" }),
    doing: `${doing} ${noun.many}`,
    done: (rows, locale) => `${rows[1] ? counted(rows.length, noun, locale) : rows[0]?.name} ${done}`,
    refused: (count, of, locale) =>
      `${count.toLocaleString(locale)} of ${counted(of, noun, locale)} could not be ${done}.`,
    question: (count, locale) => {
      const action = `${verb} ${counted(count, noun, locale)}`;
      return { title: `${action}?`, description, action };
    },
  };
}

/**
 * Runs one act on many records: asks for confirmation above fifty, shows the progress, reports how many failed with the
 * first reason, and offers an undo for the rest. Returns whether all succeeded.
 */
export function useBulk<Action>({ mutate, refresh }: Bulk<Action>) {
  const { locale } = useListLocale();
  const offerUndo = useUndoNotice();
  const queue = writeQueueOf(useQueryClient());

  function send(rows: readonly Target[], action: Action, onProgress: OnProgress) {
    const batch = crypto.randomUUID();
    return sendInParts(rows, BULK_LIMIT, onProgress, async (part) => {
      const versions = Object.fromEntries(part.map((row) => [row.id, row.version]));
      const report = await mutate({ ids: part.map((row) => row.id), action, versions, batch });
      return { done: report.done, refused: report.failed.map((one) => one.message) };
    });
  }

  /** Asks for confirmation: the number of records and any warning in one dialog. Returns whether to continue. */
  async function agreed<Row extends Target>(rows: readonly Row[], act: ActOnMany<Row, Action>): Promise<boolean> {
    const warning = act.warning?.(rows) ?? null;
    if (rows.length <= confirmAbove && warning === null) return true;
    const question = act.question(rows.length, locale);
    return await requestConfirmation(warning === null ? question : { ...question, description: warning });
  }

  async function run<Row extends Target>(rows: readonly Row[], act: ActOnMany<Row, Action>): Promise<boolean> {
    if (!(await agreed(rows, act))) return false;
    const report = await withProgress(act.doing, rows.length, (onProgress) =>
      queue.inTurnOfAll(idsOf(rows), async () => {
        const seen = rows.map((row) => ({ ...row, version: queue.latest(row.id, row.version) }));
        return noted(queue, seen, await send(seen, act.action, onProgress));
      }),
    );
    await refresh();
    const [reason] = report.refused;
    if (reason) notify.error(`${act.refused(report.refused.length, rows.length, locale)} ${reason}`);
    // Records that were already in this state belong to another act; this undo must not change them.
    const made = new Map(report.done.flatMap((one) => (one.changed ? [[one.id, one.version]] : [])));
    const changed = rows.flatMap((row) => {
      const version = made.get(row.id);
      return version === undefined ? [] : [{ ...row, version }];
    });
    const { back } = act;
    if (changed.length > 0 && back === null) notify.success(act.done(changed, locale));
    else if (changed.length > 0 && back) offerUndo(act.done(changed, locale), () => undo(changed, back));
    return reason === undefined;
  }

  /** Tells of records that were just made, with an undo that takes them back by this action. */
  function offerBack(rows: readonly Target[], action: Action, message: string): void {
    offerUndo(message, async () => {
      await queue.settled(idsOf(rows));
      const seen = rows.map((row) => ({ ...row, version: queue.latest(row.id, row.version) }));
      return await undo(seen, () => action);
    });
  }

  /** Undoes the act with the versions that it made, so that somebody else's later change is kept. */
  async function undo<Row extends Target>(rows: readonly Row[], back: (row: Row) => Action): Promise<boolean> {
    const report = await withProgress("Undoing", rows.length, (onProgress) =>
      queue.inTurnOfAll(idsOf(rows), async () => {
        const all: Report = { done: [], refused: [] };
        for (const [action, group] of waysBack(rows, back)) {
          const before = all.done.length + all.refused.length;
          const part = await send(group, action, (count) => onProgress(before + count));
          all.done.push(...part.done);
          all.refused.push(...part.refused);
        }
        return noted(queue, rows, all);
      }),
    );
    await refresh();
    const [reason] = report.refused;
    if (reason)
      notify.error(
        `${report.refused.length.toLocaleString(locale)} of ${counted(rows.length, nouns.record, locale)} could not be undone. ${reason}`,
      );
    return reason === undefined;
  }
  return { run, offerBack };
}

const idsOf = (rows: readonly Target[]): string[] => rows.map((row) => row.id);

function waysBack<Row, Action>(rows: readonly Row[], back: (row: Row) => Action): [Action, Row[]][] {
  const ways = new Map<string, [Action, Row[]]>();
  for (const row of rows) {
    const action = back(row);
    const way = ways.get(JSON.stringify(action));
    if (way) way[1].push(row);
    else ways.set(JSON.stringify(action), [action, [row]]);
  }
  return [...ways.values()];
}

/** Shows the progress if there is more than one part. */
async function withProgress(
  doing: string,
  count: number,
  act: (onProgress: OnProgress) => Promise<Report>,
): Promise<Report> {
  let toast: ReturnType<typeof notify.progress> | undefined;
  const report = await act((so) => {
    if (so < count) toast = notify.progress(`${doing}: ${so} of ${count}`, toast);
  });
  if (toast !== undefined) notify.dismiss(toast);
  return report;
}

function noted(queue: WriteQueue, rows: readonly Target[], report: Report): Report {
  const under = new Map(rows.map((row) => [row.id, row.version]));
  for (const { id, version } of report.done) queue.wrote(id, under.get(id) ?? version, version);
  return report;
}
