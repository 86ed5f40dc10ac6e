"use client";

import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { CellEditorProps, EditMove } from "@/components/data-table/use-cell-entry";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { useEditing } from "@/components/ui/use-editing";
import { cn } from "@/lib/cn";

/** The keys that were pressed in a cell before its editor was there. */
interface Held {
  text?: string;
  move?: EditMove;
}
type EditorProps = CellEditorProps<never> & { waiting: ReactNode };

const Editor = lazyLayer<EditorProps>(
  () => import("@/components/data-table/cell-editor").then((part) => part.CellEditor),
  {
    of: "the editor",
    loading: ({ waiting }) => waiting,
    close: ({ onCancel }) => onCancel(),
    typed: ({ text }) => text,
  },
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

/** Until something is typed, the value of the cell below is seen through it. */
function WaitingInput({ label, alignEnd, onCancel, held, onHold }: WaitingInputProps) {
  useEditing();
  const isLeft = held.move !== undefined;
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    const move = moveOf(event);
    if (event.key === "Escape") onCancel();
    else if (isLeft) event.preventDefault();
    else if (move) onHold({ ...held, move });
    else if (held.text === undefined && (event.key === "Backspace" || event.key === "Delete")) onHold({ text: "" });
    else return;
    event.preventDefault();
  }
  function onBlur(): void {
    if (held.text === undefined) onCancel();
    else if (!isLeft) onHold({ ...held, move: "stay" });
  }
  return (
    <input
      ref={focused}
      aria-label={label}
      aria-busy
      readOnly={isLeft}
      value={held.text ?? ""}
      onChange={(event) => onHold({ text: event.target.value })}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      className={cn(
        "absolute inset-0.5 z-2 min-w-0 rounded-sm px-[calc(var(--cell-x)-3px)] text-md text-text outline-2 outline-focus! -outline-offset-1",
        held.text === undefined ? "bg-transparent" : "bg-surface",
        alignEnd && "text-right",
      )}
    />
  );
}

function moveOf({ key, shiftKey }: KeyboardEvent): EditMove | null {
  if (key === "Enter") return "down";
  if (key !== "Tab") return null;
  return shiftKey ? "left" : "right";
}

/** In the place of `autoFocus`, which would scroll the list. */
const focused = (input: HTMLInputElement | null) => input?.focus({ preventScroll: true });
