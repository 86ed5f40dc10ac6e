"use client";

import { CircleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { CellEditing, Understood } from "@/components/data-table/data-column";
import { entryText } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useUnderstood } from "@/components/data-table/use-understood";
import { Kbd } from "@/components/ui/kbd";
import { cn } from "@/lib/cn";

export type EditMove = "down" | "right" | "left" | "stay";

interface CellEditorProps<T> {
  label: string;
  row: T;
  editing: CellEditing<T>;
  text?: string | undefined;
  reason?: string | undefined;
  alignEnd: boolean;
  /** Also called when the value stayed as it was. */
  onSave(text: string, understood: Understood, move: EditMove): void;
  onCancel(): void;
}

function startText<T>(editing: CellEditing<T>, row: T, at: Parameters<typeof entryText>[2]): string {
  const value = editing.value(row);
  if (editing.kind !== "option") return entryText(editing.kind, value, at);
  const option = editing.options?.find((candidate) => candidate.value === value);
  return option?.label ?? (value === null ? "" : (editing.label?.(row) ?? ""));
}

/** The input in a cell: inset 2, nothing moves; below it what was understood, the value before, or why it was refused. */
export function CellEditor<T>(props: CellEditorProps<T>) {
  const { label, row, editing, reason, alignEnd, onSave, onCancel } = props;
  const locale = useListLocale();
  const at = useMemo(
    () => ({ ...locale, currency: editing.currency?.(row) ?? locale.currency }),
    [locale, editing, row],
  );
  const [before] = useState(() => startText(editing, row, at));
  const [text, setText] = useState(props.text ?? before);
  const [touched, setTouched] = useState(false);
  const [pick, setPick] = useState(0);
  const listId = useId();
  const finished = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  // The browser's focus.
  useEffect(() => {
    input.current?.focus();
  }, []);
  const filter = editing.kind === "option" && !touched ? "" : text;
  const read = useUnderstood(editing, row, filter, at);
  // Who deletes the text means to empty the field, so that comes before the picks.
  const understood = touched && text.trim() === "" ? read.toSorted(emptyFirst) : read;
  const chosen = understood[pick] ?? understood[0];
  const problem = touched || !reason ? problemOf(editing, text, chosen) : reason;

  function done(choice: Understood, move: EditMove): void {
    if (finished.current) return;
    finished.current = true;
    onSave(text, choice, move);
  }
  function finish(move: EditMove, choice = chosen): void {
    const changed = touched || reason !== undefined || pick > 0 || choice !== chosen;
    if (!changed) done({ value: editing.value(row), label: before }, move);
    else if (choice && problemOf(editing, text, choice) === null) {
      done(choice, move);
    } else if (move === "stay") cancel();
    else setTouched(true);
  }
  function cancel(): void {
    if (finished.current) return;
    finished.current = true;
    onCancel();
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter") finish("down");
    else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else if (event.key === "ArrowDown") setPick(Math.min(pick + 1, understood.length - 1));
    else if (event.key === "ArrowUp") setPick(Math.max(pick - 1, 0));
    else return;
    event.preventDefault();
  }

  const shown = editing.kind === "text" || (editing.kind !== "option" && !touched) ? [] : understood.slice(0, 8);
  const was = editing.was?.(row);
  const open = shown.length > 0 || was !== undefined || problem !== null;
  return (
    <Popover.Root open={open}>
      <Popover.Anchor asChild>
        <input
          ref={input}
          role="combobox"
          aria-label={label}
          aria-expanded={shown.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${listId}-problem`}
          inputMode={editing.kind === "money" || editing.kind === "number" ? "decimal" : undefined}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setTouched(true);
            setPick(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => finish("stay")}
          onFocus={(event) => event.target.select()}
          className={cn(
            "absolute inset-0.5 z-2 min-w-0 rounded-sm bg-surface px-[calc(var(--cell-x)-3px)] text-md text-text outline-2 -outline-offset-1",
            problem === null ? "outline-focus!" : "outline-danger!",
            alignEnd && "text-right",
          )}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align={alignEnd ? "end" : "start"}
          sideOffset={4}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-popover min-w-[180px] max-w-[320px] animate-pop-in rounded-lg bg-surface-raised p-1 shadow-2"
        >
          <Suggestions
            listId={listId}
            shown={shown}
            editing={editing}
            picked={chosen}
            onPick={(choice) => finish("down", choice)}
          />
          {problem !== null ? (
            <p id={`${listId}-problem`} role="alert" className="flex gap-1.5 px-2 py-1.5 text-sm text-danger">
              <CircleAlert aria-hidden className="mt-px size-3.5" />
              {problem}
            </p>
          ) : null}
          {was !== undefined ? (
            <p className={cn("px-2 py-1.5 text-sm text-muted", shown.length > 0 && "mt-1 hairline-t hairline-soft")}>
              {was}
            </p>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function emptyFirst(a: Understood, b: Understood): number {
  return Number(b.value === null) - Number(a.value === null);
}

function problemOf<T>(editing: CellEditing<T>, text: string, choice: Understood | undefined): string | null {
  if (choice?.value === null && editing.required) return "This cannot be empty.";
  if (choice || editing.kind === "option") return null;
  return editing.kind === "date" ? `“${text.trim()}” is not a date.` : `“${text.trim()}” is not a number.`;
}

function Suggestions<T>(props: {
  listId: string;
  shown: readonly Understood[];
  picked: Understood | undefined;
  editing: CellEditing<T>;
  onPick(choice: Understood): void;
}) {
  const { shown, picked, editing, onPick } = props;
  if (shown.length === 0) return null;
  return (
    <div id={props.listId} role="listbox" aria-label="Understood as">
      {shown.map((choice) => (
        <button
          key={String(choice.value)}
          type="button"
          role="option"
          aria-selected={choice === picked}
          tabIndex={-1}
          // Keeps the focus in the input, so that its blur does not save something else first.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
          className={cn(
            "flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-md hover:bg-surface-hover phone:h-11",
            choice === picked && "bg-surface-press",
          )}
        >
          {editing.options?.find((option) => option.value === choice.value)?.icon}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          {choice === picked ? <Kbd keys="enter" /> : null}
        </button>
      ))}
    </div>
  );
}
