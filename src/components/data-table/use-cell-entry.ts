"use client";

import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { CellEditing, ParsedEntry } from "@/components/data-table/data-column";
import { type EntryFormats, entryProblem, entryText } from "@/components/data-table/field-entry";
import { useListLocale } from "@/components/data-table/list-locale";
import { useParsedEntries } from "@/components/data-table/use-parsed-entries";
import { useDeferredCommand } from "@/components/ui/use-deferred-command";

/** Where the focus goes: `here` back to the cell, `stay` wherever it went already. */
export type EditMove = "down" | "right" | "left" | "here" | "stay";

export interface CellEditorProps<T> {
  label: string;
  row: T;
  editing: CellEditing<T>;
  text?: string | undefined;
  reason?: string | undefined;
  alignEnd: boolean;
  /** Where somebody left the cell for before its editor was there. */
  move?: EditMove | undefined;
  /** Also called when the value is unchanged. */
  onSave(text: string, parsed: ParsedEntry, move: EditMove): void;
  onCancel(): void;
}

interface EntryOptions<T> {
  row: T;
  editing: CellEditing<T>;
  /** The rejected text with the reason; without a reason the text that was typed to open the cell. */
  text: string | undefined;
  reason: string | undefined;
  /** Also called when the value is unchanged. */
  onSave(text: string, parsed: ParsedEntry, move: EditMove): void;
  onCancel(): void;
}

/**
 * Handles typing and choosing in an open cell. A key takes the first value of the current text, and waits while it is
 * looked up. Leaving the cell never takes an option that nobody chose.
 */
export function useCellEntry<T>(options: EntryOptions<T>) {
  const { row, editing, reason, onSave, onCancel } = options;
  const locale = useListLocale();
  const at = useMemo(
    () => ({ ...locale, entryCurrency: editing.currency?.(row), duration: editing.duration }),
    [locale, editing, row],
  );
  const [before] = useState(() => startText(editing, row, at));
  const [text, setText] = useState(options.text ?? before);
  const [touched, setTouched] = useState(options.text !== undefined && reason === undefined);
  /** The option that the arrows marked; null until they are used. */
  const [moved, setMoved] = useState<number | null>(null);
  const finished = useRef(false);

  const picks = editing.kind === "option";
  // Both list everything when they open; a choice must be one of them, a text need not.
  const offers = picks || editing.suggest !== undefined;
  const emptied = touched && text.trim() === "";
  const typed = touched || options.text !== undefined;
  const { entries, state, retry } = useParsedEntries(editing, row, offers && !typed ? "" : text, at);
  // Deleting the text means emptying the field, which takes precedence over the choices.
  const choices = emptied ? entries.toSorted(emptyFirst) : entries;
  // On opening, the current value is marked; typing marks the most likely one.
  const start = offers && !typed ? choices.findIndex(({ value }) => value === editing.value(row)) : 0;
  const marked = moved === null ? start : Math.min(moved, choices.length - 1);
  const chosen = choices[marked];
  // An untouched field shows no error.
  const showsProblem = touched || (picks && state === "failed");
  const problem = showsProblem ? problemOf(editing, text, chosen, state, at) : (reason ?? null);

  function done(choice: ParsedEntry, move: EditMove): void {
    if (finished.current) return;
    finished.current = true;
    onSave(text, choice, move);
  }
  function cancel(): void {
    if (finished.current) return;
    finished.current = true;
    onCancel();
  }
  function finish(move: EditMove, picked?: ParsedEntry): void {
    const empties = emptied && chosen?.value === null;
    const leaves = move === "stay";
    if (picked) done(picked, move);
    else if (!typed && moved === null) done({ value: editing.value(row), label: before }, move);
    else if (leaves && picks && moved === null && !empties) cancel();
    else if (state === "failed" && !leaves) retry();
    else if (state === "loading" && !empties && !leaves) defer(move);
    else if (state === "ready" && chosen && problemOf(editing, text, chosen, state, at) === null) done(chosen, move);
    else if (empties && !editing.required && chosen) done(chosen, move);
    else if (leaves) cancel();
    else setTouched(true);
  }
  const { defer, forget } = useDeferredCommand<EditMove>(state === "loading", (move) => {
    if (state === "ready") finish(move);
  });

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter") finish("down");
    else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else if (event.key === "ArrowDown") setMoved(Math.min(marked + 1, choices.length - 1));
    else if (event.key === "ArrowUp") setMoved(Math.max(marked - 1, 0));
    else return;
    event.preventDefault();
  }
  function type(next: string): void {
    setText(next);
    setTouched(true);
    setMoved(null);
    forget();
  }

  const silent = offers ? onlyWhatIsTyped(editing, text, choices) : editing.kind === "text" || !touched;
  return { text, type, onKeyDown, finish, problem, state, chosen, shown: silent ? [] : choices.slice(0, 8) };
}

function startText<T>(editing: CellEditing<T>, row: T, at: Parameters<typeof entryText>[2]): string {
  const value = editing.value(row);
  if (typeof value === "object" && value !== null) return "";
  if (editing.kind !== "option" && editing.kind !== "choices") return entryText(editing.kind, value, at);
  const option = editing.options?.find((candidate) => candidate.value === value);
  return option?.label ?? (value === null ? "" : (editing.label?.(row) ?? ""));
}

/** Whether only the typed text itself is left to suggest. */
function onlyWhatIsTyped<T>(editing: CellEditing<T>, text: string, choices: readonly ParsedEntry[]): boolean {
  return editing.kind === "text" && choices.length === 1 && choices[0]?.value === (text.trim() || null);
}

function emptyFirst(a: ParsedEntry, b: ParsedEntry): number {
  return Number(b.value === null) - Number(a.value === null);
}

function problemOf<T>(
  editing: CellEditing<T>,
  text: string,
  choice: ParsedEntry | undefined,
  state: "loading" | "ready" | "failed",
  at: EntryFormats,
): string | null {
  if (state === "failed") return "The search failed. Press Enter to try again.";
  if (choice?.value === null && editing.required) return "This cannot be empty.";
  if (choice) return null;
  if (editing.kind === "option")
    return text.trim() === "" || state === "loading" ? null : `No results for “${text.trim()}”.`;
  return editing.kind === "text" || editing.kind === "choices" ? null : entryProblem(editing.kind, text, at);
}
