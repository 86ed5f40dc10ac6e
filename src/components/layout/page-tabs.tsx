"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { tabItem, tabStrip } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";

export type PageTab = {
  id: string;
  label: string;
  href: string;
  count?: ReactNode;
  /** Seen by its owner only. */
  locked?: boolean | undefined;
  /** Decides it instead of the address, for saved views in the query. */
  current?: boolean | undefined;
  /** A column of the wide page that is a tab here. */
  only?: "phone" | "narrow" | undefined;
};

export type PageTabsProps = {
  label: string;
  tabs: readonly PageTab[];
  /** Directly after the tabs: the button for a new view. */
  after?: ReactNode;
  /** At the right: "View changed", Reset, Save view, a search box. Not on phones. */
  children?: ReactNode;
  className?: string | undefined;
};

/** Tabs that are pages or saved views: links on a hairline. */
export function PageTabs({ label, tabs, after, children, className }: PageTabsProps) {
  const pathname = usePathname();
  return (
    <div className={cn(tabStrip, className)}>
      <nav aria-label={label} className="flex items-stretch gap-1">
        {tabs.map((tab) => (
          <Link
            key={tab.id}
            href={tab.href}
            scroll={false}
            aria-current={(tab.current ?? pathname === tab.href) ? "page" : undefined}
            className={cn(tabItem, tab.only === "phone" && "desk:hidden", tab.only === "narrow" && "wide:hidden")}
          >
            {tab.locked ? <Lock aria-label="Private" /> : null}
            {tab.label}
            {tab.count === undefined ? null : <span className="font-normal text-faint text-sm">{tab.count}</span>}
          </Link>
        ))}
      </nav>
      {after ? <div className="flex items-center phone:hidden">{after}</div> : null}
      {children ? <div className="ml-auto flex shrink-0 items-center gap-2 pl-4 phone:hidden">{children}</div> : null}
    </div>
  );
}
