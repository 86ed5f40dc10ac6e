"use client";

import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { BottomBar, type BottomBarProps } from "./bottom-bar";
import { useContentFocus, useLateTitle } from "./content-focus";
import { OfflineBanner } from "./offline-banner";
import { Sidebar, type SidebarProps } from "./sidebar";
import { SidebarStateProvider, type SidebarStateProviderProps, useSidebar } from "./sidebar-state";
import { SkipLink } from "./skip-link";
import { useRestoredFocus } from "./use-restored-focus";

export type AppShellProps = Omit<SidebarStateProviderProps, "children"> & {
  sidebar: SidebarProps;
  /** On phones; without it (as in a wizard) the page has the whole height. */
  bottomBar?: BottomBarProps | undefined;
  /** Above everything: a line about the plan. */
  banner?: ReactNode;
  /** Sidebar and bottom bar stand on inverse ground, as in the console of staff. */
  inverse?: boolean | undefined;
  children: ReactNode;
};

/** Says how high the lines above the shell are: layers that fill the screen of a phone begin below them. */
function followHeight(lines: HTMLElement | null) {
  if (!lines) return;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty("--banners", `${lines.offsetHeight}px`));
  observer.observe(lines);
  return () => {
    observer.disconnect();
    style.removeProperty("--banners");
  };
}

function Frame({ sidebar, bottomBar, banner, inverse = false, children }: AppShellProps) {
  const { closed } = useSidebar();
  const content = useContentFocus();
  const title = useLateTitle();
  useRestoredFocus();
  return (
    // Below 480 px of height, as at 400 % zoom, the whole shell scrolls: its bars would leave no room.
    <div
      data-sidebar={closed ? "closed" : "open"}
      className="relative flex h-[max(100dvh,480px)] flex-col overflow-hidden"
    >
      <SkipLink to={content.id}>Skip to content</SkipLink>
      <p role="status" className="sr-only">
        {title}
      </p>
      <div ref={followHeight} className="shrink-0">
        {banner}
        <OfflineBanner />
      </div>
      <div
        className={cn(
          "grid min-h-0 flex-1 grid-cols-[var(--sidebar-w)_minmax(0,1fr)] sidebar-closed:grid-cols-[var(--sidebar-w-closed)_minmax(0,1fr)] phone:grid-cols-[minmax(0,1fr)]!",
          bottomBar && "phone:pb-[calc(56px+env(safe-area-inset-bottom))]",
        )}
      >
        <Sidebar {...sidebar} inverse={inverse} />
        <main {...content} className="relative flex min-h-0 min-w-0 flex-col bg-surface outline-none">
          {children}
        </main>
      </div>
      {bottomBar ? <BottomBar {...bottomBar} inverse={inverse} /> : null}
    </div>
  );
}

/** Sidebar, page and, on phones, the bottom bar. Needs `KeyboardProvider` and `TooltipProvider` above it. */
export function AppShell(props: AppShellProps) {
  return (
    <SidebarStateProvider defaultClosed={props.defaultClosed} onClosedChange={props.onClosedChange}>
      <Frame {...props} />
    </SidebarStateProvider>
  );
}
