"use client";

import { Check, CircleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

const grid =
  "grid grid-cols-[72px_minmax(88px,112px)_minmax(120px,180px)_minmax(0,1fr)_auto] items-center gap-x-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3";

/** Cells that cannot be imported as they are, each with its reason and a field to correct it. */
export function CellTable({ children }: { children: ReactNode }) {
  return (
    <>
      <div aria-hidden className={`${grid} h-thead text-faint text-sm hairline-b hairline-soft phone:hidden`}>
        <span className="text-right">Row</span>
        <span>Column</span>
        <span>Value</span>
        <span>Reason</span>
        <span />
      </div>
      <ul>{children}</ul>
    </>
  );
}

interface Cell {
  /** "214", or how many rows hold this value: "12 rows". */
  row: string;
  /** The column's head; null when the row as a whole is meant. */
  header: string | null;
  /** The text of the file. */
  value: string;
  /** The text that a person put in its place. */
  mended: string | null;
  leftOut: boolean;
  reason: string;
  suggestion: string | null;
  /** "Skip row" unless it stands for several. */
  skipLabel?: string | undefined;
  editable: boolean;
  onMend: (text: string) => void;
  onSkip: () => void;
  onUndo: () => void;
}

/** One such cell. Enter or leaving the field takes what was typed. */
export function CellRow(cell: Cell) {
  const { row, header, leftOut, suggestion, editable } = cell;
  const decided = cell.mended !== null || leftOut;
  const shown = cell.mended ?? cell.value;
  const name = /^\d/.test(row) && !row.includes(" ") ? `row ${row}` : row;
  return (
    <li className={`${grid} min-h-[38px] py-[5px] hairline-b hairline-soft phone:gap-y-2 phone:py-3.5`}>
      <span className="whitespace-nowrap text-right text-muted phone:flex phone:items-center phone:gap-2 phone:text-left phone:text-[13px]">
        {name === row ? null : <span className="desk:hidden">Row</span>}
        {row}
        <span className="mono truncate text-text desk:hidden">{header}</span>
      </span>
      <span className="mono truncate phone:hidden" title={header ?? undefined}>
        {header ?? <span className="font-sans text-muted">Whole row</span>}
      </span>
      <span className="min-w-0 phone:col-span-2 phone:row-start-2">
        {editable && header !== null ? (
          <MendField key={shown} cell={cell} name={name} shown={shown} decided={decided} />
        ) : (
          <span className="mono block truncate" title={shown}>
            {shown === "" ? <span className="text-faint">empty</span> : shown}
          </span>
        )}
      </span>
      <span className="flex min-w-0 items-start gap-2 phone:col-span-2 phone:row-start-3 phone:text-[13px]">
        {decided ? (
          <Check aria-hidden className="mt-[3px] size-3.5 text-positive" />
        ) : (
          <CircleAlert aria-hidden className="mt-[3px] size-3.5 text-danger" />
        )}
        <span className={decided ? "text-muted" : "text-text"}>{reasonOf(cell)}</span>
        {suggestion !== null && !decided && editable ? (
          <Button size="sm" variant="tinted" className="-my-0.5" onClick={() => cell.onMend(suggestion)}>
            {suggestion === "" ? "Leave empty" : `Use ${suggestion}`}
          </Button>
        ) : null}
      </span>
      <span className="text-right phone:col-start-2 phone:row-start-1">
        {editable ? <SkipOrUndo cell={cell} name={name} decided={decided} /> : null}
      </span>
    </li>
  );
}

/** One button in one place, so that the focus stays on it. */
function SkipOrUndo({ cell, name, decided }: { cell: Cell; name: string; decided: boolean }) {
  if (decided)
    return (
      <Button size="sm" variant="ghost" onClick={cell.onUndo} aria-label={`Undo ${name}`}>
        Undo
      </Button>
    );
  return (
    <Button size="sm" variant="ghost" onClick={cell.onSkip}>
      {cell.skipLabel ?? "Skip row"}
      <span className="sr-only">{` ${name}`}</span>
    </Button>
  );
}

function reasonOf({ leftOut, mended, value, reason }: Cell): string {
  if (leftOut) return "Skipped: not imported";
  if (mended !== null) return value === "" ? "Was empty" : `Was ${value}`;
  return reason;
}

function MendField({ cell, name, shown, decided }: { cell: Cell; name: string; shown: string; decided: boolean }) {
  const [text, setText] = useState(shown);
  const take = () => {
    if (text !== shown) cell.onMend(text);
  };
  return (
    <Input
      size="sm"
      className="mono"
      aria-label={`${cell.header} of ${name}`}
      placeholder="empty"
      quiet={decided}
      invalid={!decided}
      disabled={cell.leftOut}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape") setText(shown);
      }}
    />
  );
}
