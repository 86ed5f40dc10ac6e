"use client";

import { Tooltip as Radix } from "radix-ui";
import {
  createContext,
  type FocusEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { cn } from "@/lib/cn";
import { keySigns } from "./kbd-signs";
import { useMac } from "./use-mac";

/** Whether the last act was a key and not a pointer. */
const ByKey = createContext<RefObject<boolean>>({ current: true });

/** Once at the root: tooltips open after half a second, the next ones at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const byKey = useRef(true);
  // The document tells of keys and pointers, whoever else hears them.
  useEffect(() => {
    const listening = new AbortController();
    for (const act of ["keydown", "pointerdown"])
      document.addEventListener(
        act,
        () => {
          byKey.current = act === "keydown";
        },
        { capture: true, signal: listening.signal },
      );
    return () => listening.abort();
  }, []);
  return (
    <ByKey value={byKey}>
      <Radix.Provider delayDuration={500} skipDelayDuration={300}>
        {children}
      </Radix.Provider>
    </ByKey>
  );
}

export type TooltipProps = {
  content: ReactNode;
  /** Keys that do the same, shown after the words. */
  keys?: string | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  align?: "start" | "center" | "end" | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  /** One focusable element. */
  children: ReactNode;
};

/** A few words about one element; nothing that can be known only from here. */
export function Tooltip({
  content,
  keys,
  side = "top",
  align = "center",
  disabled,
  className,
  children,
}: TooltipProps) {
  const [open, setOpen] = useState(false);
  const mac = useMac();
  const byKey = useContext(ByKey);
  // A menu that was used by pointer gives the focus back to its button, and nobody asked about that.
  const onFocus = (event: FocusEvent) => {
    if (!byKey.current) event.preventDefault();
  };
  const shown = open && !disabled;
  return (
    <Radix.Root open={shown} onOpenChange={setOpen}>
      <Radix.Trigger asChild onFocus={onFocus}>
        {children}
      </Radix.Trigger>
      {/* Radix keeps what goes until its animation has ended, which one of no length does without a word. */}
      {shown ? (
        <Radix.Portal>
          <Radix.Content
            side={side}
            align={align}
            sideOffset={6}
            collisionPadding={8}
            className={cn(
              "z-tooltip max-w-80 animate-fade-in rounded-sm bg-inverse px-2 py-[5px] text-sm text-on-inverse",
              className,
            )}
          >
            {content}
            {keys ? (
              <span className="ml-2 text-on-inverse-muted">
                {keys
                  .split(" ")
                  .map((step) => keySigns(step, mac))
                  .join(" ")}
              </span>
            ) : null}
          </Radix.Content>
        </Radix.Portal>
      ) : null}
    </Radix.Root>
  );
}
