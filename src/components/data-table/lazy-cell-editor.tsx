"use client";

import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { CellEditorProps, EditMove } from "@/components/data-table/use-cell-entry";
import { lazyPart } from "@/components/ui/lazy-part";
import { cn } from "@/lib/cn";

/** The keys that were pressed in a cell before its editor was there. */
interface Held {
  text?: string;
  move?: EditMove;
}
type EditorProps = CellEditorProps<never> & { waiting: ReactNode };

const Editor = lazyPart<EditorProps>(
  () => import("@/components/data-table/cell-editor").then((part) => part.CellEditor),
  { of: "the editor", loading: ({ waiting }) => waiting, close: ({ onCancel }) => onCancel() },
);

/** `CellEditor`, loaded with the first edit. Until then an input takes what is typed, and hands it over. */
export function LazyCellEditor<T>(props: CellEditorProps<T>) {
  const [held, setHeld] = useState<Held>({});
  const { label, alignEnd, text, onCancel } = props;
  const waiting = (
    <WaitingInput
      {...{ label, alignEnd, onCancel, onHold: setHeld }}
      held={{ ...(text === undefined ? {} : { text }), ...held }}
    />
  );
  const typed = held.text === undefined ? {} : { text: held.text, reason: undefined };
  const given = { ...props, ...typed, move: held.move, waiting };
  return <Editor {...(given as unknown as EditorProps)} />;
}

interface WaitingInputProps extends Pick<CellEditorProps<never>, "label" | "alignEnd" | "onCancel"> {
  held: Held;
  onHold(held: Held): void;
}

function WaitingInput({ label, alignEnd, onCancel, held, onHold }: WaitingInputProps) {
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter") onHold({ ...held, move: "down" });
    else if (event.key === "Tab") onHold({ ...held, move: event.shiftKey ? "left" : "right" });
    else return;
    event.preventDefault();
  }
  return (
    <input
      ref={focused}
      aria-label={label}
      aria-busy
      value={held.text ?? ""}
      onChange={(event) => onHold({ text: event.target.value })}
      onKeyDown={onKeyDown}
      className={cn(
        "absolute inset-0.5 z-2 min-w-0 rounded-sm bg-surface px-[calc(var(--cell-x)-3px)] text-md text-text outline-2 outline-focus! -outline-offset-1",
        alignEnd && "text-right",
      )}
    />
  );
}

/** In the place of `autoFocus`, which would scroll the list. */
const focused = (input: HTMLInputElement | null) => input?.focus({ preventScroll: true });
