"use client";

import { type ReactNode, useMemo } from "react";
import type { DataTableProps } from "@/components/data-table/data-table";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { cellPatch } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type CellChange, CellsRefused } from "@/components/sheet/cell-change";
import { Spreadsheet } from "@/components/sheet/sheet";
import { Note } from "@/components/ui/note";
import { counted } from "@/lib/counted";
import { type Fields, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { groupBy } from "@/lib/group-by";
import type { Noun } from "@/lib/nouns/define";
import type { NounWith } from "@/trpc/noun-client";
import { type RowEdit, RowsRefused, useRowEdits } from "@/trpc/row-edits";
import { NounList } from "./noun-list";
import type { ListRow } from "./noun-listed";
import type { NounOwn } from "./noun-own";
import { NounViews } from "./noun-views";
import { useFieldContext } from "./use-field-context";

export interface NounSheetProps {
  noun: NounWith<Fields>;
  own?: NounOwn<Fields> | undefined;
  /** Shown on phones, which have no room for a sheet. */
  list: ReactNode;
}

/** The list of a noun as a spreadsheet. */
export function NounSheet({ noun, own, list }: NounSheetProps) {
  if (useIsPhone())
    return (
      <>
        <Note tone="info" className="mx-edge my-2 shrink-0">
          The sheet needs a wider screen. This is the list.
        </Note>
        {list}
      </>
    );
  return (
    <NounList
      noun={noun}
      own={own}
      views={<NounViews noun={noun as unknown as Noun} current="sheet" />}
      sheet={(table) => <SheetOf noun={noun} own={own} table={table} />}
    />
  );
}

interface SheetOfProps extends Omit<NounSheetProps, "list"> {
  table: DataTableProps<ListRow>;
}

function SheetOf({ noun: declared, own, table }: SheetOfProps) {
  const noun = useNoun(declared);
  const { can, locale } = useWorkspace();
  const at = useFieldContext(noun.head);
  const write = useRowEdits(noun as unknown as NounWith<Fields>, own as never);
  const inputs = useMemo(
    () => new Map(Object.entries(noun.allFields).map(([name, field]) => [inputName(name, field), name])),
    [noun],
  );

  async function change(changes: readonly CellChange<ListRow>[]): Promise<void> {
    const patchOf = ({ row, column, value }: CellChange<ListRow>): PatchOf<Fields> => {
      const added = own?.extraColumns?.find((one) => one.column.id === column);
      return added?.patch?.(row as never, value as never) ?? cellPatch(noun.allFields, at, { row, column, value });
    };
    const edits = [...groupBy(changes, ({ row }) => row.id).values()].map((cells) => editOf(cells, patchOf));
    const message = `${counted(changes.length, { one: "cell", many: "cells" }, locale)} of ${counted(edits.length, noun.head, locale)} changed`;
    try {
      await write(edits, message);
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      const refused = error.rows.map(({ id, input, reason }) => ({
        rowId: id,
        column: input === null ? null : (inputs.get(input) ?? null),
        reason,
      }));
      throw new CellsRefused(error.message, refused);
    }
  }
  return <Spreadsheet {...table} onChangeCells={change} copiesRows={can("record:export")} />;
}

/** The changed cells of one row as its edit. */
function editOf(
  cells: readonly CellChange<ListRow>[],
  patchOf: (cell: CellChange<ListRow>) => PatchOf<Fields>,
): RowEdit<Fields> {
  const [first] = cells;
  const row = first?.row as ListRow;
  const patches = cells.map(patchOf);
  const custom = Object.assign({}, ...patches.map((patch) => Reflect.get(patch, "custom") ?? {}));
  const patch = { ...Object.assign({}, ...patches), ...(Object.keys(custom).length > 0 ? { custom } : {}) };
  return { row: row as unknown as RecordOf<Fields>, patch };
}
