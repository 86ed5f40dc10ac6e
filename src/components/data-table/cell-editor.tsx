"use client";

import { CircleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import type { ParsedEntry } from "@/components/data-table/data-column";
import { SeveralEditor } from "@/components/data-table/several-editor";
import { Suggestions, suggestionId } from "@/components/data-table/suggestions";
import { type CellEditorProps, useCellEntry } from "@/components/data-table/use-cell-entry";
import { useEditing } from "@/components/ui/use-editing";
import { cn } from "@/lib/cn";

/** The editor shown in place of a cell. */
export function CellEditor<T>(props: CellEditorProps<T>) {
  return props.editing.kind === "choices" ? <SeveralEditor {...props} /> : <EntryEditor {...props} />;
}

/**
 * The input in a cell, inset by 2 px so that nothing moves; below it the parsed value, the previous value, or the
 * error.
 */
function EntryEditor<T>(props: CellEditorProps<T>) {
  const { label, row, editing, alignEnd } = props;
  const entry = useCellEntry({ ...props, text: props.text, reason: props.reason });
  const { shown, problem, chosen } = entry;
  const begun = props.text !== undefined && props.reason === undefined;
  const listId = useId();
  useEditing();
  const input = useFirstKeys(begun, () => props.move && entry.finish(props.move));

  const searching = editing.search !== undefined && entry.state === "loading";
  const was = editing.was?.(row);
  const open = shown.length > 0 || searching || was !== undefined || problem !== null;
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
          aria-activedescendant={shown.includes(chosen as ParsedEntry) ? suggestionId(listId, chosen) : undefined}
          aria-busy={searching}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${listId}-problem`}
          inputMode={/^(money|number|percent)$/.test(editing.kind) ? "decimal" : undefined}
          value={entry.text}
          onChange={(event) => entry.type(event.target.value)}
          onKeyDown={entry.onKeyDown}
          onBlur={() => entry.finish("stay")}
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
            label="Understood as"
            shown={shown}
            options={editing.options}
            picked={chosen}
            // While another text is being looked up, Enter waits for its result.
            byKey={!searching}
            onPick={(choice) => entry.finish("down", choice)}
          />
          {searching ? <p className="px-2 py-1.5 text-muted text-sm">Searching…</p> : null}
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

/** Takes the focus, and the keys that were pressed while the editor was loaded. */
function useFirstKeys(begun: boolean, leave: () => void) {
  const input = useRef<HTMLInputElement>(null);
  // The browser's focus.
  useEffect(() => {
    input.current?.focus();
    // Text typed before the focus stays; an existing value is selected, ready to be replaced.
    if (!begun) input.current?.select();
  }, [begun]);
  const left = useEffectEvent(leave);
  // The keyboard before this editor was there.
  useEffect(() => left(), []);
  return input;
}
