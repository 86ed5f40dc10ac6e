"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { tabItem, tabStrip } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";

export type PageTab = {
  id: string;
  label: string;
  href: string;
  count?: ReactNode;
  /** Overrides the address, for saved views in the query. */
  current?: boolean | undefined;
};

export type PageTabsProps = {
  label: string;
  tabs: readonly PageTab[];
  /** On the right, on phones below: a search box. */
  children?: ReactNode;
};

/** Tabs that are pages or saved views: links on a hairline. */
export function PageTabs({ label, tabs, children }: PageTabsProps) {
  const pathname = usePathname();
  return (
    <div className={cn(tabStrip, "phone:h-auto phone:flex-col phone:px-0")}>
      <nav
        aria-label={label}
        className="no-scrollbar flex items-stretch gap-1 phone:h-tabs phone:overflow-x-auto phone:px-2 phone:hairline-b"
      >
        {tabs.map((tab) => (
          <Link
            key={tab.id}
            href={tab.href}
            scroll={false}
            aria-current={(tab.current ?? pathname === tab.href) ? "page" : undefined}
            className={tabItem}
          >
            {tab.label}
            {tab.count === undefined ? null : <span className="font-normal text-faint text-sm">{tab.count}</span>}
          </Link>
        ))}
      </nav>
      {children ? (
        <div className="ml-auto flex shrink-0 items-center gap-2 pl-4 phone:w-full phone:px-4 phone:py-2">
          {children}
        </div>
      ) : null}
    </div>
  );
}
