"use client";

import type { RowData } from "@tanstack/react-table";
import type { DataColumn, FieldOption } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import { counted, nouns } from "@/lib/counted";
import { cellText, checked, readCell } from "./cell-values";
import { type Block, cellsIn, isOneCell, pastedInto, sizeOf } from "./sheet-block";
import { cellsOfText, textOfCells } from "./sheet-text";
import { type CellChangeOptions, cellOf, cellWords, useCellChange } from "./use-cell-change";

interface ActsOptions<T> extends CellChangeOptions<T> {
  /** Whether the member may copy more than one row. */
  copiesRows: boolean;
}

/** Copies, pastes, fills and empties cells. */
export function useSheetActs<T extends RowData>(options: ActsOptions<T>) {
  const { sheet, rowOf, columns, copiesRows } = options;
  const at = useListLocale();
  const { change, say, refuse, ...shown } = useCellChange(options);

  /** The selected cells as text for the clipboard; null where they may not be copied. */
  function copied(): string | null {
    const { block } = sheet;
    if (sizeOf(block).rows > 1 && !copiesRows) {
      refuse("You may copy one row at a time: copying several needs the right to export.");
      return null;
    }
    const places = cellsIn(block);
    say(`${counted(places.flat().length, cellWords, at.locale)} copied`);
    return textOfCells(
      places.map((line) =>
        line.map((place) => {
          const { row, column } = cellOf(options, place);
          return row !== undefined && column ? cellText(column, row, at) : "";
        }),
      ),
    );
  }

  async function paste(text: string): Promise<void> {
    const cells = cellsOfText(text);
    const block = pastedInto(sheet.block, { rows: cells.length, columns: cells[0]?.length ?? 0 });
    if (block.to.row >= sheet.size.rows || block.to.column >= sheet.size.columns) {
      refuse(`Nothing was pasted: ${sizeText(block, at.locale)} do not fit below and right of this cell.`);
      return;
    }
    const lookup = lookups(columns);
    const isDone = await change(block, async (place) => {
      const { row, column } = cellOf(options, place);
      const line = cells[(place.row - block.from.row) % cells.length] ?? [];
      const typed = line[(place.column - block.from.column) % line.length] ?? "";
      return row === undefined || !column ? { same: true } : await readCell(column, { row, text: typed, at, lookup });
    });
    if (isDone) sheet.select(block);
  }

  /** Gives the selected cells the values of the row above them; of several rows, those of the first one. */
  async function fill(): Promise<void> {
    const { from, to } = sheet.block;
    const source = isOneCell(sheet.block) || from.row === to.row ? from.row - 1 : from.row;
    if (source < 0) return refuse("Nothing was filled: there is no row above.");
    await change({ from: { row: source + 1, column: from.column }, to }, (place) => {
      const { row, column } = cellOf(options, place);
      const above = rowOf(sheet.rowIdAt(source));
      const value = above === undefined ? null : (column?.editable?.value(above) ?? null);
      return row === undefined ? { same: true } : checked(column?.editable, row, value);
    });
  }

  async function clear(): Promise<void> {
    await change(sheet.block, (place) => {
      const { row, column } = cellOf(options, place);
      return row === undefined ? { same: true } : checked(column?.editable, row, null);
    });
  }
  return { ...shown, copied, paste, fill, clear, refuse };
}

function sizeText(block: Block, locale: string): string {
  const { rows, columns } = sizeOf(block);
  return `${counted(rows, nouns.row, locale)} by ${counted(columns, { one: "column", many: "columns" }, locale)}`;
}

/** Looks up each text of a column once. */
function lookups<T>(columns: ReadonlyMap<string, DataColumn<T>>) {
  const known = new Map<string, Promise<readonly FieldOption[]>>();
  return async (column: string, text: string): Promise<readonly FieldOption[]> => {
    const key = `${column}\n${text.toLowerCase()}`;
    const found = known.get(key) ?? columns.get(column)?.editable?.search?.(text) ?? Promise.resolve([]);
    known.set(key, found);
    return await found;
  };
}
