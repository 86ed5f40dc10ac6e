"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { Noun } from "@/lib/nouns/define";
import { applyPatch, inversePatch } from "@/lib/nouns/patch";
import { useNounApi } from "./noun-api";
import { type NounWith, type OwnEdits, useNounCache } from "./noun-client";
import { useUndoNotice } from "./undo-acts";
import { writeQueueOf } from "./write-queue";

/** The edit of one row of a sheet. */
export interface RowEdit<F extends Fields> {
  row: RecordOf<F>;
  patch: PatchOf<F>;
}

/** A row that was refused, with the name of the input; null where it is the row itself. */
interface RefusedRow {
  id: string;
  input: string | null;
  reason: string;
}

/** Thrown where rows could not be changed: then none was. */
export class RowsRefused extends Error {
  readonly rows: readonly RefusedRow[];
  constructor(message: string, rows: readonly RefusedRow[]) {
    super(message);
    this.rows = rows;
  }
}

const faultPath = /^rows\.(\d+)(?:\.(.+))?$/;

/** Returns a function that edits rows, each in its own way, as one act with an undo: all of them or none. */
export function useRowEdits<F extends Fields>(noun: NounWith<F>, own: OwnEdits<F> = {}) {
  const { stored = (row) => row, withDerived = (row) => row } = own;
  const { cache, refreshAround } = useNounCache(noun);
  const { mutateAsync } = useMutation(useNounApi(noun as unknown as Noun).editRows.mutationOptions());
  const queue = writeQueueOf(useQueryClient());
  const offerUndo = useUndoNotice();

  /** Shows the edits at once and sends them; a refusal takes all of them back. */
  async function write(edits: readonly RowEdit<F>[]): Promise<RecordOf<F>[]> {
    const shown = await Promise.all(
      edits.map(({ row, patch }) =>
        cache.begin(row.id, (now) => withDerived(applyPatch(noun.fields, now, patch), patch)),
      ),
    );
    const ids = edits.map(({ row }) => row.id);
    try {
      return await queue.inTurnOfAll(ids, async () => {
        const rows = edits.map(({ row, patch }) => ({
          id: row.id,
          version: queue.latest(row.id, row.version),
          ...patch,
        }));
        const answers = (await mutateAsync({ rows } as never)) as unknown as RecordOf<F>[];
        const byId = new Map(answers.map((answer) => [answer.id, answer]));
        for (const [at, { row }] of edits.entries()) {
          const answer = byId.get(row.id);
          if (answer) queue.wrote(row.id, rows[at]?.version ?? row.version, answer.version);
          if (answer) shown[at]?.answered(answer);
          else shown[at]?.refused();
        }
        return answers;
      });
    } catch (error) {
      for (const one of shown) one.refused();
      throw refusalOf(error, edits);
    } finally {
      void refreshAround();
    }
  }

  async function undo(edits: readonly RowEdit<F>[]): Promise<boolean> {
    try {
      await write(edits);
      return true;
    } catch (error) {
      notify.error(error instanceof Error ? error.message : "This was not undone. Try again.");
      return false;
    }
  }

  return async (edits: readonly RowEdit<F>[], message: string): Promise<void> => {
    const before = edits.map(({ row, patch }) => inversePatch(noun.fields, stored(row), patch));
    const answers = new Map((await write(edits)).map((answer) => [answer.id, answer]));
    const back = edits.flatMap(({ row }, at): RowEdit<F>[] => {
      const [answer, patch] = [answers.get(row.id), before[at]];
      return answer && patch ? [{ row: answer, patch }] : [];
    });
    // Without the earlier values of one row, the rest alone would be half of an undo.
    if (back.length < edits.length) notify.success(message);
    else offerUndo(message, () => undo(back));
  };
}

function refusalOf<F extends Fields>(error: unknown, edits: readonly RowEdit<F>[]): RowsRefused {
  const { message, fields } = readServerError(error);
  const rows = fields.flatMap(({ path, message: reason }): RefusedRow[] => {
    const [, at, input] = faultPath.exec(path) ?? [];
    const id = at === undefined ? undefined : edits[Number(at)]?.row.id;
    return id === undefined ? [] : [{ id, input: input ?? null, reason }];
  });
  return new RowsRefused(message, rows);
}
