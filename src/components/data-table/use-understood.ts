"use client";

import { useEffect, useMemo, useState } from "react";
import type { CellEditing, FieldOption, Understood } from "@/components/data-table/data-column";
import { understandEntry } from "@/components/data-table/field-entry";
import type { ListLocale } from "@/components/data-table/list-locale";

const none: readonly FieldOption[] = [];

/** The options of a searched field for a text; the last answer stays until the next one is there. */
export function useFoundOptions(
  search: ((text: string) => Promise<readonly FieldOption[]>) | undefined,
  text: string,
): readonly FieldOption[] {
  const [found, setFound] = useState(none);
  // The server is searched while typing, after a pause.
  useEffect(() => {
    if (!search) return;
    let current = true;
    const timer = setTimeout(async () => {
      const options = await search(text).catch(() => none);
      if (current) setFound(options);
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [search, text]);
  return found;
}

/** What the typed text of a cell means, the likeliest first. */
export function useUnderstood<T>(editing: CellEditing<T>, row: T, text: string, at: ListLocale): readonly Understood[] {
  const found = useFoundOptions(editing.kind === "option" ? editing.search : undefined, text);
  return useMemo(() => {
    if (editing.understand) return editing.understand(text, row);
    if (editing.kind !== "option") return understandEntry(editing.kind, text, at);
    const wanted = text.trim().toLowerCase();
    const fixed = (editing.options ?? none).filter((option) => option.label.toLowerCase().includes(wanted));
    const offered = editing.search ? found : fixed;
    return wanted === "" && !editing.required ? [...offered, { value: null, label: "Empty" }] : offered;
  }, [editing, row, text, at, found]);
}
