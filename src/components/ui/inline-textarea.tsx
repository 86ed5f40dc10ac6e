"use client";

import { CircleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { EditMove } from "@/components/data-table/use-cell-entry";
import { Kbd } from "@/components/ui/kbd";
import { useEditing } from "@/components/ui/use-editing";
import { cn } from "@/lib/cn";

export type InlineTextareaProps = {
  label: string;
  /** The initial text: the value, or the refused text. */
  text: string;
  /** The reason for the refusal. */
  reason: string | undefined;
  required: boolean;
  /** The trimmed text; also called when it is unchanged. */
  onSave(text: string, move: EditMove): void;
  onCancel(): void;
};

/** Several lines inline, growing with the text: ⌘Enter saves, Tab saves and moves on, leaving saves, Esc restores. */
export function InlineTextarea({ label, reason, required, onSave, onCancel, ...start }: InlineTextareaProps) {
  const [text, setText] = useState(start.text);
  const [touched, setTouched] = useState(false);
  const finished = useRef(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  useEditing();
  // The browser's focus, with the caret after the last word.
  useEffect(() => {
    const element = area.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const empty = required && text.trim() === "";
  const own = empty ? "This cannot be empty." : undefined;
  const problem = touched ? own : reason;

  function cancel(): void {
    if (finished.current) return;
    finished.current = true;
    onCancel();
  }
  function finish(move: EditMove): void {
    if (finished.current) return;
    if (empty && move === "stay") cancel();
    else if (empty) setTouched(true);
    else {
      finished.current = true;
      onSave(text.trim(), move);
    }
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) finish("down");
    else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else return;
    event.preventDefault();
  }

  return (
    <span className="z-2 flex min-w-0 flex-1 flex-col gap-1 self-start py-0.5">
      <textarea
        ref={area}
        rows={3}
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={noteId}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setTouched(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => finish("stay")}
        className={cn(
          "field-sizing-content max-h-[50dvh] min-h-[68px] w-full min-w-0 resize-none rounded-sm bg-surface px-[9px] py-[3px] text-md text-text outline-2 -outline-offset-1 phone:text-input",
          problem === undefined ? "outline-focus!" : "outline-danger!",
        )}
      />
      {problem === undefined ? (
        <span id={noteId} className="flex items-center gap-1.5 pl-[9px] text-faint text-sm phone:hidden">
          <Kbd keys="mod+enter" /> saves
          <Kbd keys="escape" /> restores
        </span>
      ) : (
        <span id={noteId} role="alert" className="flex gap-1.5 pl-[9px] text-danger text-sm">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {problem}
        </span>
      )}
    </span>
  );
}
