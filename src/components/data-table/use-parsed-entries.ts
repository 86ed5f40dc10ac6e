"use client";

import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import {
  type CellEditing,
  type FieldOption,
  type ParsedEntry,
  selectableOptions,
} from "@/components/data-table/data-column";
import { type EntryFormats, parseFieldEntry } from "@/components/data-table/field-entry";
import { useDeferredCommand } from "@/components/ui/use-deferred-command";

const none: readonly FieldOption[] = [];

/** A search's results for the current text; `loading` while they belong to an earlier text. */
export type SearchState = "loading" | "ready" | "failed";

export interface FoundOptions<O> {
  /** The results for this text; while it is looked up, those of an earlier one, which keys must not take. */
  options: readonly O[];
  state: SearchState;
  retry(): void;
}

interface Answer<O> {
  text: string;
  options: readonly O[];
  failed: boolean;
}

/** Finds the options of a searched field for a text; without a search an empty list, at once. */
export function useFoundOptions<O>(
  search: ((text: string) => Promise<readonly O[]>) | undefined,
  text: string,
): FoundOptions<O> {
  const [answer, setAnswer] = useState<Answer<O> | null>(null);
  const [attempt, setAttempt] = useState(0);
  // Searches the server while typing, after a pause; a new attempt repeats the search for the same text.
  useEffect(() => {
    if (!search) return;
    let current = true;
    const accept = (next: Answer<O>) => {
      if (current) setAnswer(next);
    };
    const timer = setTimeout(
      () =>
        search(text).then(
          (options) => accept({ text, options, failed: false }),
          () => accept({ text, options: [], failed: true }),
        ),
      attempt > 0 ? 0 : 120,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [search, text, attempt]);
  const mine = answer?.text === text;
  function state(): SearchState {
    if (!search || (mine && !answer.failed)) return "ready";
    return mine ? "failed" : "loading";
  }
  return {
    options: answer?.options ?? [],
    state: state(),
    retry: () => {
      setAnswer(null);
      setAttempt((before) => before + 1);
    },
  };
}

/** Makes Enter in a search box wait for the results of its own text and take the first. */
export function useEnterWhenFound(state: SearchState, pickFirst: () => void): (event: KeyboardEvent) => void {
  const { defer, forget } = useDeferredCommand(state === "loading", () => {
    if (state === "ready") pickFirst();
  });
  return (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return forget();
    if (state !== "loading") return;
    // Otherwise the list of options would take the marked one now.
    event.preventDefault();
    defer(true);
  };
}

/** The possible values of a cell's typed text, the most likely first. */
export function useParsedEntries<T>(editing: CellEditing<T>, row: T, text: string, at: EntryFormats) {
  const found = useFoundOptions(editing.kind === "option" ? editing.search : undefined, text);
  const { options } = found;
  const suggested = useFoundOptions(editing.kind === "text" ? editing.suggest : undefined, text).options;
  const entries = useMemo((): readonly ParsedEntry[] => {
    if (editing.parse) return editing.parse(text, row);
    const wanted = text.trim().toLowerCase();
    if (editing.kind !== "option" && editing.kind !== "choices") {
      const typed = parseFieldEntry(editing.kind, text, at);
      // Until the results for this text arrive, matching earlier ones are shown.
      const fitting = suggested.filter((one) => one !== text.trim() && one.toLowerCase().includes(wanted));
      const others = fitting.map((one) => ({ value: one, label: one }));
      return wanted === "" ? [...others, ...typed] : [...typed, ...others];
    }
    const known = selectableOptions([editing.value(row)], editing.options ?? none);
    const fixed = known.filter((option) => option.label.toLowerCase().includes(wanted));
    const offered = editing.search ? options : fixed;
    return wanted === "" && !editing.required ? [...offered, { value: null, label: "Empty" }] : offered;
  }, [editing, row, text, at, options, suggested]);
  return { entries, state: found.state, retry: found.retry };
}
