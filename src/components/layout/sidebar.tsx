"use client";

import { ArrowLeft, ChevronsUpDown, Ellipsis } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { Logo } from "@/components/ui/logo";
import { cn } from "@/lib/cn";
import { type NavGroup, type NavItem, SidebarItem } from "./nav-item";
import { useSidebar } from "./sidebar-state";

export type SidebarProps = {
  /** `WorkspaceButton` in its menu, or `SidebarBack` in the settings. */
  top: ReactNode;
  groups: readonly NavGroup[];
  /** Above the settings: what a member is told until it is done. */
  note?: ReactNode;
  /** Above the member: settings. */
  bottom?: readonly NavItem[] | undefined;
  /** `MeButton` in its menu. */
  me?: ReactNode;
  inverse?: boolean | undefined;
};

/** The sidebar: 224 px, or 48 when collapsed; the current item colours its part of the hairline. */
export function Sidebar({ top, groups, note, bottom, me, inverse }: SidebarProps) {
  const { closed, narrow, toggle } = useSidebar();
  const small = closed || narrow;
  return (
    <aside
      aria-label="Navigation"
      className={cn(
        "relative z-sidebar flex min-h-0 flex-col bg-surface-sunken pt-2.5 pb-2 hairline-r phone:hidden",
        inverse && "inverse-ground",
      )}
    >
      {top}
      <div className="no-scrollbar min-h-0 flex-1 overflow-y-auto overflow-x-hidden">
        {groups.map((group, place) => (
          <nav key={group.id} aria-label={group.label ?? "Main"}>
            {group.label ? (
              <h2
                className={cn(
                  "truncate pr-2 pb-1 pl-4 text-faint text-sm sidebar-closed:invisible sidebar-closed:h-4 sidebar-closed:pt-0 sidebar-closed:pb-0",
                  place === 0 ? "pt-2" : "pt-4",
                )}
              >
                {group.label}
              </h2>
            ) : null}
            {/* Room for the edge that collapses the sidebar: 24 px around its middle. */}
            <ul className="pr-3.5 pl-2 sidebar-closed:pr-2">
              {group.items.map((item) => (
                <li key={item.label} className="grid">
                  <SidebarItem item={item} closed={small} />
                </li>
              ))}
            </ul>
          </nav>
        ))}
      </div>
      {note}
      {bottom ? (
        <ul className="px-2">
          {bottom.map((item) => (
            <li key={item.label} className="grid">
              <SidebarItem item={item} closed={small} />
            </li>
          ))}
        </ul>
      ) : null}
      {me}
      <button
        type="button"
        aria-label={closed ? "Expand the sidebar" : "Collapse the sidebar"}
        aria-expanded={!closed}
        title={closed ? "Expand the sidebar [" : "Collapse the sidebar ["}
        onClick={toggle}
        className="absolute inset-y-0 -right-0.5 w-2 cursor-col-resize before:absolute before:inset-y-0 before:left-[5px] before:w-px before:transition-colors before:duration-instant hover:before:bg-border-strong narrow:hidden"
      />
    </aside>
  );
}

/** The style of both triggers in the phone's sheet. */
export const sheetLine = "mx-0 mb-0 h-11 w-full gap-3 px-3";

/** The trigger of the workspace menu. */
export function WorkspaceButton({ name, className, ...rest }: ComponentProps<"button"> & { name: string }) {
  return (
    <button
      type="button"
      className={cn(
        "mx-2 mb-2 flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-left font-semibold transition-colors duration-instant hover:bg-surface-hover aria-expanded:bg-surface-press sidebar-closed:px-[7px]",
        className,
      )}
      {...rest}
    >
      <Logo size={18} />
      <span className="min-w-0 flex-1 truncate sidebar-closed:sr-only">{name}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-faint sidebar-closed:hidden" />
    </button>
  );
}

/** The trigger of the member's own menu. */
export function MeButton({
  name,
  id,
  note,
  className,
  ...rest
}: ComponentProps<"button"> & {
  name: string;
  id: string;
  /** Under the name: a role. */
  note?: string;
}) {
  return (
    <button
      type="button"
      className={cn(
        "mx-2 mt-0.5 flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-left transition-colors duration-instant hover:bg-surface-hover aria-expanded:bg-surface-press sidebar-closed:px-1.5",
        note && "h-11",
        className,
      )}
      {...rest}
    >
      <Avatar name={name} id={id} decorative />
      <span className="min-w-0 flex-1 sidebar-closed:sr-only">
        <span className="block truncate">{name}</span>
        {note ? <span className="block truncate text-faint text-sm">{note}</span> : null}
      </span>
      <Ellipsis aria-hidden className="size-3.5 text-faint sidebar-closed:hidden" />
    </button>
  );
}

/** At the top of the settings: back to the workspace. */
export function SidebarBack({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="mx-2 mt-0.5 mb-1.5 flex h-8 shrink-0 items-center gap-2 rounded-md px-2 font-medium transition-colors duration-instant hover:bg-surface-hover"
    >
      <ArrowLeft aria-hidden className="size-4 text-faint" />
      <span className="truncate sidebar-closed:sr-only">{label}</span>
    </Link>
  );
}
