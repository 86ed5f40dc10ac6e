"use client";

import { useRef, useState } from "react";
import type { DataColumn } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import { BULK_LIMIT } from "@/lib/bulk-limit";
import { counted } from "@/lib/counted";
import { type CellChange, CellsRefused } from "./cell-change";
import type { CellResult } from "./cell-values";
import { type At, type Block, cellsIn, sizeOf } from "./sheet-block";
import type { SheetBlock } from "./use-sheet-block";

export interface CellChangeOptions<T> {
  sheet: SheetBlock;
  rowOf(id: string | undefined): T | undefined;
  columns: ReadonlyMap<string, DataColumn<T>>;
  /** Changes cells as one act, all of them or none; undefined where nobody may edit. */
  onChange: ((changes: readonly CellChange<T>[]) => Promise<void>) | undefined;
}

/** The result of the last act, in a sentence. */
interface Notice {
  text: string;
  isError: boolean;
}

/** Reasons by cells. */
type Marks = ReadonlyMap<string, string>;

export const cellWords = { one: "cell", many: "cells" };
export const cellKey = (rowId: string, columnId: string): string => `${rowId}\n${columnId}`;

const none: Marks = new Map();

/** Changes the cells of a block as one act. Those that cannot have their value are marked, and then none is changed. */
export function useCellChange<T>(options: CellChangeOptions<T>) {
  const { sheet, onChange } = options;
  const { locale } = useListLocale();
  const [refused, setRefused] = useState(none);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [busy, setBusy] = useState(false);
  const isBusy = useRef(false);
  const say = (text: string) => setNotice({ text, isError: false });
  const refuse = (text: string) => setNotice({ text, isError: true });

  function clearMarks(): void {
    setRefused(none);
    setNotice(null);
  }

  /** Marks cells, and leads to the first one. */
  function mark(marks: Marks, text: string): void {
    setRefused(marks);
    refuse(text);
    const [first] = marks.keys();
    const [rowId = "", columnId = ""] = first?.split("\n") ?? [];
    const place = sheet.placeOf(rowId, columnId);
    if (place) sheet.goTo(place);
  }

  async function send(changes: readonly CellChange<T>[], idOf: ReadonlyMap<T, string>): Promise<boolean> {
    try {
      await onChange?.(changes);
      return true;
    } catch (error) {
      const message = error instanceof Error && error.message !== "" ? error.message : "This was not saved. Try again.";
      mark(marksOf(error, changes, idOf), message);
      return false;
    }
  }

  async function changeAll(block: Block, resultFor: ResultFor): Promise<boolean> {
    const { marks, changes, idOf } = await resultsIn(options, block, resultFor);
    const [reason] = marks.values();
    if (reason !== undefined) {
      const many = `${counted(marks.size, cellWords, locale)} ${marks.size === 1 ? "does" : "do"} not fit`;
      mark(marks, `Nothing was changed: ${many}. ${reason}`);
      return false;
    }
    if (changes.length > 0) return await send(changes, idOf);
    say("The cells have these values already.");
    return true;
  }

  /** Gives each cell of a block its value; returns whether it was done. */
  async function change(block: Block, resultFor: ResultFor): Promise<boolean> {
    if (!onChange || isBusy.current) return false;
    if (sizeOf(block).rows > BULK_LIMIT) {
      refuse(`Nothing was changed. Change at most ${BULK_LIMIT} rows at once.`);
      return false;
    }
    isBusy.current = true;
    setBusy(true);
    clearMarks();
    try {
      return await changeAll(block, resultFor);
    } catch {
      refuse("Nothing was changed: the values could not be looked up. Try again.");
      return false;
    } finally {
      isBusy.current = false;
      setBusy(false);
    }
  }
  return { refused, notice, busy, change, clearMarks, say, refuse };
}

type ResultFor = (at: At) => Promise<CellResult> | CellResult;

/** The row and the column of a cell. */
export const cellOf = <T>({ sheet, rowOf, columns }: CellChangeOptions<T>, { row, column }: At) => ({
  row: rowOf(sheet.rowIdAt(row)),
  column: columns.get(sheet.columnIdAt(column)),
});

/** The new values of a block, and the reasons of the cells that cannot have theirs. */
async function resultsIn<T>(options: CellChangeOptions<T>, block: Block, resultFor: ResultFor) {
  const marks = new Map<string, string>();
  const changes: CellChange<T>[] = [];
  const idOf = new Map<T, string>();
  for (const place of cellsIn(block).flat()) {
    const { row, column } = cellOf(options, place);
    if (row === undefined || !column) continue;
    const rowId = options.sheet.rowIdAt(place.row);
    idOf.set(row, rowId);
    const result = await resultFor(place);
    if ("reason" in result) marks.set(cellKey(rowId, column.id), result.reason);
    else if ("value" in result) changes.push({ row, column: column.id, value: result.value });
  }
  return { marks, changes, idOf };
}

/** The cells that a refusal names; where it names a row, those of it that were to change. */
function marksOf<T>(error: unknown, changes: readonly CellChange<T>[], idOf: ReadonlyMap<T, string>): Marks {
  const cells = error instanceof CellsRefused ? error.cells : [];
  return new Map(
    cells.flatMap(({ rowId, column, reason }) =>
      changes
        .filter((one) => idOf.get(one.row) === rowId && (column === null || one.column === column))
        .map((one): [string, string] => [cellKey(rowId, one.column), reason]),
    ),
  );
}
