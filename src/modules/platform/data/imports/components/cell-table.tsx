"use client";

import { Check, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { TextEditor } from "./text-editor";

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
  /** The column's head; null for the row as a whole. */
  header: string | null;
  /** The text of the file. */
  value: string;
  /** The text that a person put in its place. */
  edited: string | null;
  skipped: boolean;
  reason: string;
  suggestion: string | null;
  /** A row may go in without this value. */
  mayBeEmpty?: boolean;
  /** "Skip row" unless it stands for several. */
  skipLabel?: string | undefined;
  editable: boolean;
  onEdit: (text: string) => void;
  onSkip: () => void;
  onUndo: () => void;
}

/** One such cell. */
export function CellRow(cell: Cell) {
  const { row, header, skipped, editable, onEdit } = cell;
  const decided = cell.edited !== null || skipped;
  const shown = cell.edited ?? cell.value;
  const name = /^\d/.test(row) && !row.includes(" ") ? `row ${row}` : row;
  const Icon = decided ? Check : CircleAlert;
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
          <TextEditor
            key={shown}
            className="mono"
            aria-label={`${header} of ${name}`}
            placeholder="empty"
            quiet={decided}
            invalid={!decided}
            disabled={skipped}
            value={shown}
            onTake={onEdit}
          />
        ) : (
          <span className="mono block truncate" title={shown}>
            {shown === "" ? <span className="text-faint">empty</span> : shown}
          </span>
        )}
      </span>
      <span className="flex min-w-0 items-start gap-2 phone:col-span-2 phone:row-start-3 phone:text-[13px]">
        <Icon aria-hidden className={`mt-[3px] size-3.5 ${decided ? "text-positive" : "text-danger"}`} />
        <span className={decided ? "text-muted" : "text-text"}>{reasonOf(cell)}</span>
        {decided || !editable
          ? null
          : offersOf(cell).map(([label, text, variant]) => (
              <Button key={label} size="sm" variant={variant} className="-my-0.5" onClick={() => onEdit(text)}>
                {label}
              </Button>
            ))}
      </span>
      <span className="text-right phone:col-start-2 phone:row-start-1">
        {/* One button in one place, so that the focus stays on it. */}
        {editable ? (
          <Button size="sm" variant="ghost" onClick={decided ? cell.onUndo : cell.onSkip}>
            {decided ? "Undo" : (cell.skipLabel ?? "Skip row")}
            <span className="sr-only">{` ${name}`}</span>
          </Button>
        ) : null}
      </span>
    </li>
  );
}

/** The texts that a button puts in the place of the cell's. */
function offersOf({ suggestion, value, mayBeEmpty = false }: Cell) {
  const empty = ["Leave empty", "", suggestion === "" ? "tinted" : "ghost"] as const;
  return [
    ...(suggestion ? ([[`Use ${suggestion}`, suggestion, "tinted"]] as const) : []),
    ...(suggestion === "" || (mayBeEmpty && value !== "") ? [empty] : []),
  ];
}

function reasonOf({ skipped, edited, value, reason }: Cell): string {
  if (skipped) return "Skipped: not imported";
  if (edited !== null) return value === "" ? "Was empty" : `Was ${value}`;
  return reason;
}
