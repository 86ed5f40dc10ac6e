"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Noun } from "@/lib/nouns/define";
import type { FieldHistoryProps } from "./field-history";

const FieldHistory = lazyPart<FieldHistoryProps>(() => import("./field-history").then((part) => part.FieldHistory), {
  of: "the history of the field",
  loading: null,
});

const openMs = 400;
const closeMs = 200;
const slopPx = 10;

/** The row of a field around a part of it; with `label`, only where the part is in the label. */
function rowOf(target: EventTarget, label = false): HTMLElement | null {
  const part = target instanceof Element && label ? target.closest("dt, dd") : target;
  if (!(part instanceof Element) || (label && part.tagName !== "DT")) return null;
  return part.closest<HTMLElement>("[data-field]");
}

/** The row whose history is shown, and the events by which that changes. */
function useHistoryRow() {
  const [row, setRow] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const show = (next: HTMLElement | null, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setRow(next), ms);
  };
  const stay = () => clearTimeout(timer.current);
  const leave = () => show(null, closeMs);
  const close = () => {
    stay();
    setRow(null);
  };
  // The clock.
  useEffect(() => () => clearTimeout(timer.current), []);
  const handlers = {
    onPointerOver({ pointerType, target }: PointerEvent): void {
      if (pointerType !== "mouse") return;
      const over = rowOf(target, true);
      if (!over) leave();
      else if (over === row) stay();
      else show(over, openMs);
    },
    onPointerLeave({ pointerType }: PointerEvent): void {
      if (pointerType === "mouse") leave();
    },
    onPointerDown({ pointerType, target, clientX, clientY }: PointerEvent): void {
      start.current = { x: clientX, y: clientY };
      const held = pointerType === "mouse" ? null : rowOf(target, true);
      if (held) show(held, openMs);
      else close();
    },
    onPointerMove({ pointerType, clientX, clientY }: PointerEvent): void {
      const { x, y } = start.current;
      if (pointerType !== "mouse" && Math.hypot(clientX - x, clientY - y) > slopPx) stay();
    },
    onPointerUp({ pointerType }: PointerEvent): void {
      if (pointerType !== "mouse") stay();
    },
    onPointerCancel: stay,
    onFocus({ target }: FocusEvent): void {
      if (target.matches("button:focus-visible")) show(rowOf(target), openMs);
    },
    onBlur: leave,
    onKeyDown({ key }: KeyboardEvent): void {
      if (key !== "Tab") close();
    },
  };
  return { row, handlers, stay, leave, close };
}

interface AreaProps {
  noun: Pick<Noun, "entity" | "head">;
  id: string;
  children: ReactNode;
}

/**
 * The details of a record, whose fields show their last changes: after a moment over a label, with the focus on a value
 * by the keyboard, or under a long press.
 */
export function FieldHistoryArea({ noun, id, children }: AreaProps) {
  const { row, handlers, stay, leave, close } = useHistoryRow();
  const field = row?.dataset.field;
  // Events in the layer bubble to its parents here: it stands outside of the fields.
  return (
    <>
      <div className="contents" {...handlers}>
        {children}
      </div>
      {row && field ? (
        <FieldHistory key={field} {...{ noun, id, field, row }} onStay={stay} onLeave={leave} onClose={close} />
      ) : null}
    </>
  );
}
