"use client";

import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { cn } from "@/lib/cn";
import type { OpenMenu, SuggestItem, SuggestMenu } from "./suggest-menu";
import { useEscape } from "./use-escape";

interface SuggestListProps {
  menu: SuggestMenu;
  /** The editable element, which keeps the focus. */
  field: () => HTMLElement | null;
  /** The frame of the editor. */
  box: RefObject<HTMLElement | null>;
}

/** The menu at the cursor, if one is open. */
export function SuggestList({ menu, field, box }: SuggestListProps) {
  const open = useSyncExternalStore(menu.subscribe, menu.get, () => null);
  const listId = useId();
  const optionId = open && open.items.length > 0 ? `${listId}-${open.marked}` : null;
  useEscape(
    box,
    () => {
      open?.dismiss();
      return true;
    },
    open !== null,
  );
  // The editable element's own attributes: React does not draw it.
  useEffect(() => {
    const element = field();
    if (!element || !open) return;
    element.setAttribute("aria-controls", listId);
    element.setAttribute("aria-haspopup", "listbox");
    if (optionId) element.setAttribute("aria-activedescendant", optionId);
    return () => {
      for (const name of ["aria-controls", "aria-haspopup", "aria-activedescendant"]) element.removeAttribute(name);
    };
  }, [field, open, listId, optionId]);
  return open ? <List {...{ open, menu, listId }} /> : null;
}

function List({ open, menu, listId }: { open: OpenMenu; menu: SuggestMenu; listId: string }) {
  const box = useRef<HTMLDivElement>(null);
  const { mount } = open;
  // The place of the cursor on the page.
  useLayoutEffect(() => (box.current ? mount(box.current) : undefined), [mount]);
  // The scrolled part of the list.
  useEffect(() => {
    box.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  });
  return (
    <div
      ref={box}
      className="fixed top-0 left-0 z-popover max-h-72 min-w-56 max-w-[calc(100vw-16px)] animate-pop-in overflow-y-auto rounded-lg bg-surface-raised p-1 text-text shadow-2 phone:max-h-[40dvh] phone:min-w-[calc(100vw-16px)]"
    >
      <div id={listId} role="listbox" aria-label={open.label} aria-busy={open.loading}>
        {open.items.map((item, place) => (
          <Entry
            key={item.id}
            id={`${listId}-${place}`}
            item={item}
            heading={item.group === open.items[place - 1]?.group ? null : item.group}
            isMarked={place === open.marked}
            onMark={() => menu.mark(place)}
            onPick={() => open.pick(item)}
          />
        ))}
      </div>
      {open.items.length === 0 ? (
        <p role="status" className="px-2 py-1.5 text-muted">
          {emptyWords(open)}
        </p>
      ) : null}
    </div>
  );
}

function emptyWords({ loading, failed, query }: OpenMenu): string {
  if (loading) return "Searching";
  if (failed) return "The search failed. Keep typing to try again.";
  return query === "" ? "Type a name" : `Nothing found for “${query}”`;
}

interface EntryProps {
  id: string;
  item: SuggestItem;
  heading: string | null;
  isMarked: boolean;
  onMark(): void;
  onPick(): void;
}

function Entry({ id, item: { label, note, icon, Icon }, heading, isMarked, onMark, onPick }: EntryProps) {
  return (
    <>
      {heading === null ? null : (
        <div role="presentation" className="px-2 pt-1.5 pb-1 text-faint text-sm">
          {heading}
        </div>
      )}
      {/* The keyboard stays in the text, which names the marked option. */}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isMarked}
        onMouseMove={onMark}
        onMouseDown={(event) => {
          event.preventDefault();
          onPick();
        }}
        className={cn(
          "flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 phone:h-11 phone:px-3 [&>svg]:size-[15px] [&>svg]:text-faint",
          isMarked && "bg-surface-press",
        )}
      >
        {Icon ? <Icon aria-hidden /> : icon}
        <span className="truncate">{label}</span>
        {note ? <span className="truncate text-faint">{note}</span> : null}
      </div>
    </>
  );
}
