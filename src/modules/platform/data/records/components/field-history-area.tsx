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
  const [row, setRow] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const show = (next: HTMLElement | null, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setRow(next), ms);
  };
  const stay = () => clearTimeout(timer.current);
  const close = () => {
    stay();
    setRow(null);
  };
  // The clock.
  useEffect(() => () => clearTimeout(timer.current), []);
  const field = row?.dataset.field;
  return (
    <div
      role="presentation"
      className="contents"
      onPointerOver={(event: PointerEvent) => {
        if (event.pointerType !== "mouse") return;
        const over = rowOf(event.target, true);
        if (over && over !== row) show(over, openMs);
        else if (over) stay();
        else show(null, closeMs);
      }}
      onPointerLeave={(event: PointerEvent) => event.pointerType === "mouse" && show(null, closeMs)}
      onPointerDown={(event: PointerEvent) => {
        start.current = { x: event.clientX, y: event.clientY };
        const held = event.pointerType === "mouse" ? null : rowOf(event.target, true);
        if (held) show(held, openMs);
        else close();
      }}
      onPointerMove={({ pointerType, clientX, clientY }: PointerEvent) => {
        const { x, y } = start.current;
        if (pointerType !== "mouse" && Math.hypot(clientX - x, clientY - y) > slopPx) stay();
      }}
      onPointerUp={({ pointerType }: PointerEvent) => pointerType !== "mouse" && stay()}
      onPointerCancel={stay}
      onFocus={({ target }: FocusEvent) => {
        if (target.matches("button:focus-visible")) show(rowOf(target), openMs);
      }}
      onBlur={() => show(null, closeMs)}
      onKeyDown={({ key }: KeyboardEvent) => key !== "Tab" && close()}
    >
      {children}
      {row && field ? (
        <FieldHistory {...{ noun, id, field, row }} onStay={stay} onLeave={() => show(null, closeMs)} onClose={close} />
      ) : null}
    </div>
  );
}
