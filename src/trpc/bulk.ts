"use client";

import { useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { type WriteQueue, writeQueueOf } from "./write-queue";

export interface Target {
  id: string;
  version: number;
}

/** What was done, under which new version, and why the rest was not. */
export interface BulkReport {
  done: Target[];
  refused: string[];
}

/** How many went through so far. */
type Told = (count: number) => void;

interface BulkAct<Row extends Target> {
  /** What stands in the toast while parts of it are under way: "Archiving accounts". */
  doing: string;
  send(rows: readonly Row[], told: Told): Promise<BulkReport>;
  /** Puts the rows back as they were, under the versions that the act made. */
  undo(rows: readonly Row[], told: Told): Promise<BulkReport>;
  /** "3 accounts archived" */
  done(rows: readonly Row[]): string;
  /** "1 of 3 accounts were not archived." */
  refused(count: number, of: number): string;
  refresh(): Promise<unknown>;
}

/**
 * Sends many in parts of what the server takes at once. A part that fails as a whole ends it, and its reason counts for
 * all that are left.
 */
export async function inParts<Row>(
  rows: readonly Row[],
  size: number,
  told: Told,
  send: (part: readonly Row[]) => Promise<BulkReport>,
): Promise<BulkReport> {
  const report: BulkReport = { done: [], refused: [] };
  for (let from = 0; from < rows.length; from += size) {
    try {
      const part = await send(rows.slice(from, from + size));
      report.done.push(...part.done);
      report.refused.push(...part.refused);
    } catch (error) {
      report.refused.push(...rows.slice(from).map(() => readServerError(error).message));
      return report;
    }
    told(Math.min(from + size, rows.length));
  }
  return report;
}

/** Sends one act on each row by itself, a few at a time. */
export function eachByItself<Row extends Target>(
  rows: readonly Row[],
  told: Told,
  act: (target: Target) => Promise<Target>,
): Promise<BulkReport> {
  return inParts(rows, 20, told, async (part) => {
    const results = await Promise.allSettled(part.map(({ id, version }) => act({ id, version })));
    return {
      done: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
      refused: results.flatMap((result) =>
        result.status === "rejected" ? [readServerError(result.reason).message] : [],
      ),
    };
  });
}

/** The words of archiving many: "accounts". */
export function archiveWords(many: string) {
  return {
    doing: `Archiving ${many}`,
    done: (rows: readonly { name: string }[]) =>
      rows[1] ? `${rows.length} ${many} archived` : `${rows[0]?.name} archived`,
    refused: (count: number, of: number) => `${count} of ${of} ${many} were not archived.`,
  };
}

/**
 * One act on many records: progress while it takes several parts, what was refused with the first reason, an undo for
 * the rest. Answers whether all went through.
 */
export function useBulk() {
  const queue = writeQueueOf(useQueryClient());

  async function run<Row extends Target>(rows: readonly Row[], act: BulkAct<Row>): Promise<boolean> {
    const report = await underWay(act.doing, rows.length, async (told) => {
      await queue.settled(rows.map((row) => row.id));
      const seen = rows.map((row) => ({ ...row, version: queue.latest(row.id, row.version) }));
      return noted(queue, seen, await act.send(seen, told));
    });
    await act.refresh();
    const [reason] = report.refused;
    if (reason) notify.error(`${act.refused(report.refused.length, rows.length)} ${reason}`);
    const made = new Map(report.done.map((done) => [done.id, done.version]));
    const changed = rows.flatMap((row) => {
      const version = made.get(row.id) ?? row.version;
      return version === row.version ? [] : [{ ...row, version }];
    });
    if (changed.length > 0) notify.undo(act.done(changed), () => void undo(changed, act));
    return reason === undefined;
  }

  /** Under the versions that the act had made: who changed the same since keeps their change. */
  async function undo<Row extends Target>(rows: readonly Row[], act: BulkAct<Row>): Promise<void> {
    const report = await underWay("Taking it back", rows.length, async (told) => {
      await queue.settled(rows.map((row) => row.id));
      return noted(queue, rows, await act.undo(rows, told));
    });
    await act.refresh();
    const [reason] = report.refused;
    if (reason) notify.error(`${report.refused.length} of ${rows.length} were not taken back. ${reason}`);
  }
  return run;
}

/** Tells how far it has come, where it takes more than one part. */
async function underWay(doing: string, count: number, act: (told: Told) => Promise<BulkReport>): Promise<BulkReport> {
  let toast: ReturnType<typeof notify.progress> | undefined;
  const report = await act((so) => {
    if (so < count) toast = notify.progress(`${doing}: ${so} of ${count}`, toast);
  });
  if (toast !== undefined) notify.dismiss(toast);
  return report;
}

function noted(queue: WriteQueue, rows: readonly Target[], report: BulkReport): BulkReport {
  const under = new Map(rows.map((row) => [row.id, row.version]));
  for (const { id, version } of report.done) queue.wrote(id, under.get(id) ?? version, version);
  return report;
}
