"use client";

import type { FieldOption, ParsedEntry } from "@/components/data-table/data-column";
import { Kbd } from "@/components/ui/kbd";
import { cn } from "@/lib/cn";

interface SuggestionsProps {
  listId: string;
  label: string;
  shown: readonly ParsedEntry[];
  picked: ParsedEntry | undefined;
  /** Enter takes the marked one. */
  byKey: boolean;
  /** The source of the choices' icons. */
  options?: readonly FieldOption[] | undefined;
  onPick(choice: ParsedEntry): void;
}

/** The id of a line, for `aria-activedescendant`. */
export const suggestionId = (listId: string, choice: ParsedEntry | undefined) =>
  choice ? `${listId}-${String(choice.value)}` : undefined;

/** The lines below an input: possible values of its text, or frequent values. */
export function Suggestions({ listId, label, shown, picked, byKey, options, onPick }: SuggestionsProps) {
  if (shown.length === 0) return null;
  return (
    <div id={listId} role="listbox" aria-label={label}>
      {shown.map((choice) => (
        <button
          key={String(choice.value)}
          id={suggestionId(listId, choice)}
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
          {options?.find((option) => option.value === choice.value)?.icon}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          {choice === picked && byKey ? <Kbd keys="enter" /> : null}
        </button>
      ))}
    </div>
  );
}
