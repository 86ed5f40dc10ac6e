"use client";

import { Tooltip as Radix } from "radix-ui";
import { createContext, type FocusEvent, type ReactNode, type RefObject, useContext, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { cn } from "@/lib/cn";
import { keySymbols } from "./kbd-signs";
import { useByKeys } from "./use-by-keys";
import { useMac } from "./use-mac";

const ByKeys = createContext<RefObject<boolean>>({ current: true });

/** Once at the root: tooltips open after half a second, the next ones at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <ByKeys value={useByKeys()}>
      <Radix.Provider delayDuration={500} skipDelayDuration={300}>
        {children}
      </Radix.Provider>
    </ByKeys>
  );
}

export type TooltipProps = {
  content: ReactNode;
  /** The shortcut, shown after the text. */
  keys?: string | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  align?: "start" | "center" | "end" | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
  /** One focusable element. */
  children: ReactNode;
};

/** A few words about one element; never the only source of the information. */
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
  const byKeys = useContext(ByKeys);
  // A menu that was closed by pointer returns the focus to its button; that must not open the tooltip.
  const onFocus = (event: FocusEvent) => {
    if (!byKeys.current) event.preventDefault();
  };
  const shown = open && !disabled;
  // The document's keyboard: Radix would take Escape for the tooltip alone, and a panel or dialog below needed a second one.
  useEffect(() => {
    if (!shown) return;
    const close = ({ key }: KeyboardEvent) => {
      if (key === "Escape") flushSync(() => setOpen(false));
    };
    window.addEventListener("keydown", close, { capture: true });
    return () => window.removeEventListener("keydown", close, { capture: true });
  }, [shown]);
  return (
    <Radix.Root open={shown} onOpenChange={setOpen}>
      <Radix.Trigger asChild onFocus={onFocus}>
        {children}
      </Radix.Trigger>
      {/* Radix waits for the end of an animation, which never fires for one of zero length. */}
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
                  .map((step) => keySymbols(step, mac))
                  .join(" ")}
              </span>
            ) : null}
          </Radix.Content>
        </Radix.Portal>
      ) : null}
    </Radix.Root>
  );
}
