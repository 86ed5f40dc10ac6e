"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";

type NavLook = {
  label: string;
  /** A lucide icon. */
  icon: ReactNode;
  count?: ReactNode;
  /** The count is unread: `accent-text`, and a dot in the collapsed sidebar, which has no room for it. */
  hot?: boolean | undefined;
  /** Shown instead of a count, for search. */
  keys?: string | undefined;
};

export type NavItem = NavLook &
  (
    | {
        href: string;
        /** Current only at this exact address, not below it. */
        exact?: boolean | undefined;
        /** Overrides the address, for saved views. */
        current?: boolean | undefined;
      }
    | { onSelect: () => void }
  );

export type NavGroup = { id: string; label?: string | undefined; items: readonly NavItem[] };

/** Whether an item is the current one at this path. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  if (!("href" in item)) return false;
  if (item.current !== undefined) return item.current;
  const path = item.href.split(/[?#]/)[0] ?? item.href;
  return pathname === path || (!item.exact && pathname.startsWith(`${path}/`));
}

const look = [
  "relative flex h-7 items-center gap-2 whitespace-nowrap rounded-md pr-2.5 pl-2 sidebar-closed:pr-2 text-left font-medium text-muted transition-colors duration-instant hover:bg-surface-hover [&_svg]:size-4 [&_svg]:text-faint",
  "aria-[current=page]:bg-surface-press aria-[current=page]:text-text aria-[current=page]:[&_svg]:text-text",
  "aria-[current=page]:after:absolute aria-[current=page]:after:inset-y-1 aria-[current=page]:after:-right-2 aria-[current=page]:after:w-0.5 aria-[current=page]:after:bg-accent",
].join(" ");

/** One line of the sidebar. `closed` puts its name into a tooltip. */
export function SidebarItem({ item, closed }: { item: NavItem; closed: boolean }) {
  const pathname = usePathname();
  const inside = (
    <>
      {item.icon}
      <span className="min-w-0 truncate sidebar-closed:sr-only">{item.label}</span>
      {item.count === undefined ? null : (
        <span
          className={cn(
            "ml-auto font-normal text-sm sidebar-closed:sr-only",
            item.hot ? "font-medium text-accent-text" : "text-faint",
          )}
        >
          {item.count}
        </span>
      )}
      {item.hot ? (
        <span
          aria-hidden
          data-news
          className="absolute top-1 right-1 hidden size-2 rounded-full bg-accent sidebar-closed:block"
        />
      ) : null}
      {item.keys ? (
        <span className="ml-auto sidebar-closed:hidden">
          <Kbd keys={item.keys} />
        </span>
      ) : null}
    </>
  );
  return (
    <Tooltip content={item.label} keys={item.keys} side="right" disabled={!closed}>
      {"href" in item ? (
        <Link href={item.href} aria-current={isCurrent(item, pathname) ? "page" : undefined} className={look}>
          {inside}
        </Link>
      ) : (
        <button type="button" onClick={item.onSelect} className={look}>
          {inside}
        </button>
      )}
    </Tooltip>
  );
}
