"use client";

import { CircleAlert } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { type CellEditing, type FieldOption, selectableOptions } from "@/components/data-table/data-column";
import type { CellEditorProps, EditMove } from "@/components/data-table/use-cell-entry";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { SeveralList } from "@/components/ui/several-list";
import { TagLine } from "@/components/ui/tag";
import { useEditing } from "@/components/ui/use-editing";

/**
 * Edits several values of a cell: the chosen ones stay in it, the list is below. Closing saves them; if a value is
 * required and none is left, it restores them.
 */
export function SeveralEditor<T>(props: CellEditorProps<T>) {
  const { label, editing, text, reason } = props;
  const { values, tags, offered, search, change, problem, finish } = useSeveralEntry(props);
  const problemId = useId();
  useEditing();

  function onKeyDown(event: KeyboardEvent): void {
    // React events bubble through the portal; the list below must not receive this one.
    event.stopPropagation();
    if (event.key !== "Tab") return;
    event.preventDefault();
    finish(event.shiftKey ? "left" : "right");
  }
  return (
    <Popover open onOpenChange={() => finish("stay")}>
      <PopoverAnchor asChild>
        <span
          aria-hidden
          className="absolute inset-0.5 z-2 flex min-w-0 items-center overflow-hidden rounded-sm bg-surface px-[calc(var(--cell-x)-3px)] outline-2 outline-focus! -outline-offset-1"
        >
          <TagLine tags={tags} />
        </span>
      </PopoverAnchor>
      <PopoverContent
        aria-label={label}
        aria-describedby={problem === null ? undefined : problemId}
        className="w-64"
        onKeyDown={onKeyDown}
        // The list moves the focus as it opens and closes; a click elsewhere closes the editor.
        onFocusOutside={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => {
          event.preventDefault();
          finish("here");
        }}
      >
        <SeveralList
          label={label}
          options={offered}
          search={search}
          onCreate={editing.onCreate}
          values={values}
          initialText={reason === undefined ? text : undefined}
          onChange={change}
        />
        {problem === null ? null : (
          <p id={problemId} role="alert" className="flex gap-1.5 px-2 py-1.5 text-danger text-sm">
            <CircleAlert aria-hidden className="mt-px size-3.5" />
            {problem}
          </p>
        )}
      </PopoverContent>
    </Popover>
  );
}

/** The values of an open cell, and how they are saved. */
function useSeveralEntry<T>({ row, editing, text, reason, onSave, onCancel }: CellEditorProps<T>) {
  const [values, setValues] = useState(() => (reason === undefined ? valuesOf(editing, row) : refused(text)));
  const [before] = useState(values);
  const [seen, setSeen] = useState<readonly FieldOption[]>([]);
  const [problem, setProblem] = useState(reason ?? null);
  const finished = useRef(false);
  const [chosen] = useState(() => editing.chosen?.(row) ?? []);
  const known = [...(editing.options ?? []), ...chosen, ...seen];
  const tags = values.map((value) => known.find((option) => option.value === value) ?? { value, label: value });

  function finish(move: EditMove): void {
    if (finished.current) return;
    const isMissing = editing.required === true && values.length === 0;
    if (isMissing && (move === "left" || move === "right")) {
      setProblem("This cannot be empty.");
      return;
    }
    finished.current = true;
    // Values that were refused and left as they are would be refused again.
    const isLeft = reason !== undefined && values === before;
    const next = isLeft ? valuesOf(editing, row) : values;
    const label = tags.map((tag) => tag.label).join(", ");
    if (isMissing) onCancel();
    else onSave(next.join("\n"), { value: next.length > 0 ? next : null, label }, move);
  }
  function change(next: readonly string[], option: FieldOption): void {
    setSeen([...seen, option]);
    setValues(next);
    setProblem(null);
  }
  const offered = editing.options && selectableOptions(before, editing.options);
  const search = useMemo(() => editing.search && chosenFirst(chosen, editing.search), [chosen, editing.search]);
  return { values, tags, offered, search, change, problem, finish };
}

type Search = NonNullable<CellEditing<never>["search"]>;

/** Without a search text, puts the chosen values before the most likely others, so that they can be removed. */
const chosenFirst =
  (chosen: readonly FieldOption[], search: Search): Search =>
  async (text) => {
    const found = await search(text);
    if (text.trim() !== "") return found;
    return [...chosen, ...found.filter(({ value }) => !chosen.some((one) => one.value === value))];
  };

function valuesOf<T>(editing: CellEditing<T>, row: T): readonly string[] {
  const value = editing.value(row);
  return typeof value === "object" && value !== null ? value : [];
}

/** The rejected values, as passed to `onSave`. */
const refused = (text = ""): readonly string[] => text.split("\n").filter(Boolean);
