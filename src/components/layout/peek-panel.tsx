"use client";

import { Maximize2, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { coversList } from "./covers-list";
import { useShortcut } from "./keyboard";
import { RecordSteps } from "./record-steps";
import { useMedia } from "./use-media";

export interface PeekPanelProps {
  /** The title: the record's name, or its kind until that is known. */
  label: string;
  /** "6 of 188"; undefined while the list does not contain the record. */
  place: string | undefined;
  /** Its own page; undefined where it has none. */
  href: string | undefined;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose(): void;
  children: ReactNode;
}

const group = "Beside a list or board";

/** Moves the focus into the record that is open beside a list or board. */
export function focusPeek(): void {
  document.querySelector<HTMLElement>("[data-peek]")?.focus();
}

/**
 * One record beside its list or board: j and k step, Esc closes. The focus stays in the list, unless the panel covers
 * it.
 */
export function PeekPanel({ label, place, href, onPrevious, onNext, onClose, children }: PeekPanelProps) {
  const panel = useRef<HTMLElement>(null);
  const covers = useMedia(coversList);
  useShortcut({ keys: "escape", label: "Close the record", group, run: onClose });

  // The browser's focus: content under a panel that covers the page must not keep it.
  useEffect(() => {
    if (covers) panel.current?.focus();
  }, [covers]);

  function onKeyDown(event: KeyboardEvent) {
    // Menus and lists that were opened here are elsewhere in the document.
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const inside = event.target instanceof Node && event.currentTarget.contains(event.target);
    const step = { ArrowDown: onNext, ArrowUp: onPrevious }[event.key];
    if (!step || typing || !inside || event.defaultPrevented) return;
    event.preventDefault();
    step();
  }

  return (
    <section
      ref={panel}
      data-peek
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 right-0 z-peek flex w-peek animate-peek-in flex-col bg-surface-raised shadow-3 outline-none narrow:w-full"
    >
      <header className="flex h-11 shrink-0 items-center gap-0.5 pr-2 pl-edge hairline-b">
        <p aria-live="polite" className="mr-auto text-muted">
          {place}
        </p>
        <RecordSteps group={group} onPrevious={onPrevious} onNext={onNext} />
        {href === undefined ? null : (
          <Tooltip content="Open">
            <Button asChild variant="ghost" className="w-control px-0 [&_svg]:size-4">
              <Link href={href} aria-label="Open">
                <Maximize2 aria-hidden />
              </Link>
            </Button>
          </Tooltip>
        )}
        <IconButton label="Close" keys="escape" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto pt-3 pb-6">{children}</div>
    </section>
  );
}
