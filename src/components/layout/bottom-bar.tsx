"use client";

import { Ellipsis } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { LazySheet } from "@/components/ui/lazy-sheet";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { isCurrent, type NavGroup, type NavItem } from "./nav-item";

export type BarItem = NavItem & {
  /** Create: a filled square of 40, its name only for screen readers. */
  primary?: boolean | undefined;
};

export type BottomBarProps = {
  /** Today, Search, Create, Inbox; More is added automatically. */
  items: readonly BarItem[];
  /** The entries of the sheet behind More. */
  more: readonly NavGroup[];
  /** At the top of that sheet: the workspace. Receives the function that closes the sheet. */
  moreHead: (leave: () => void) => ReactNode;
  /** Above its groups: a notice, as in the sidebar. */
  moreNote?: ReactNode;
  /** At its end: the member's own menu. */
  moreFoot: (leave: () => void) => ReactNode;
  inverse?: boolean | undefined;
};

const cell = [
  "relative flex flex-1 flex-col items-center justify-center gap-[3px] font-medium text-muted text-xs [&_svg]:size-5",
  "before:absolute before:inset-x-[22px] before:top-0 before:h-0.5 aria-[current=page]:text-accent-text aria-[current=page]:before:bg-accent",
].join(" ");

function Inside({ item }: { item: BarItem }) {
  if (!item.primary) {
    return (
      <>
        {item.icon}
        {item.label}
        {item.hot && item.count ? (
          <span className="absolute top-2 left-1/2 ml-1 size-2 rounded-full bg-accent shadow-[0_0_0_2px_var(--surface)]">
            <span className="sr-only">{item.count}</span>
          </span>
        ) : null}
      </>
    );
  }
  return (
    <span className="grid size-10 place-items-center rounded-[12px] bg-accent text-on-accent">
      {item.icon}
      <span className="sr-only">{item.label}</span>
    </span>
  );
}

/** 56 px at the bottom of a phone. */
export function BottomBar({ items, more, moreHead, moreNote, moreFoot, inverse }: BottomBarProps) {
  const pathname = usePathname();
  /** The page under the sheet; on another page the sheet is gone. */
  const [over, setOver] = useState<string | null>(null);
  const open = over === pathname;
  const leave = () => setOver(null);
  const elsewhere = !items.some((item) => isCurrent(item, pathname));
  return (
    <nav
      aria-label="Main"
      className={cn(
        "absolute inset-x-0 bottom-0 z-sidebar flex h-[calc(56px+env(safe-area-inset-bottom))] bg-surface pb-[env(safe-area-inset-bottom)] hairline-t desk:hidden",
        inverse && "inverse-ground",
      )}
    >
      {items.map((item) =>
        "href" in item ? (
          <Link
            key={item.label}
            href={item.href}
            aria-current={isCurrent(item, pathname) ? "page" : undefined}
            className={cell}
          >
            <Inside item={item} />
          </Link>
        ) : (
          <button key={item.label} type="button" onClick={item.onSelect} className={cell}>
            <Inside item={item} />
          </button>
        ),
      )}
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-current={elsewhere ? "page" : undefined}
        onClick={() => setOver(pathname)}
        className={cell}
      >
        <Ellipsis aria-hidden />
        More
      </button>
      <LazySheet open={open} onOpenChange={(next) => setOver(next ? pathname : null)} title="More" hideTitle>
        <div className="p-2">
          {moreHead(leave)}
          {moreNote}
          {more.map((group) => (
            <section key={group.id} className="mb-2">
              {group.label ? <h2 className="px-3 pt-2 pb-1 text-faint text-sm">{group.label}</h2> : null}
              <ul>
                {group.items.map((item) => (
                  <li key={item.label}>
                    <SheetLink item={item} current={isCurrent(item, pathname)} onLeave={leave} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <div className="sticky bottom-0 -mx-2 -mb-2 bg-surface-raised p-2 hairline-t">{moreFoot(leave)}</div>
        </div>
      </LazySheet>
    </nav>
  );
}

function SheetLink({ item, current, onLeave }: { item: NavItem; current: boolean; onLeave: () => void }) {
  const look = cn(
    "flex h-11 w-full items-center gap-3 rounded-md px-3 text-left font-medium [&_svg]:size-5 [&_svg]:text-faint",
    current && "bg-surface-press",
  );
  const inside = (
    <>
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.count === undefined ? null : (
        <span className={cn("font-normal", item.hot ? "text-accent-text" : "text-faint")}>{item.count}</span>
      )}
    </>
  );
  return "href" in item ? (
    <Link href={item.href} onClick={onLeave} aria-current={current ? "page" : undefined} className={look}>
      {inside}
    </Link>
  ) : (
    <button
      type="button"
      className={look}
      onClick={() => {
        onLeave();
        item.onSelect();
      }}
    >
      {inside}
    </button>
  );
}
