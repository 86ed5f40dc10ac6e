"use client";

import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { BottomBar, type BottomBarProps } from "./bottom-bar";
import { useContentFocus, useLateTitle } from "./content-focus";
import { OfflineBanner } from "./offline-banner";
import { Rail, type RailProps } from "./rail";
import { RailStateProvider, type RailStateProviderProps, useRail } from "./rail-state";
import { useKeptFocus } from "./use-kept-focus";

export type AppShellProps = Omit<RailStateProviderProps, "children"> & {
  rail: RailProps;
  /** On phones; without it (as in a wizard) the page has the whole height. */
  bottomBar?: BottomBarProps | undefined;
  children: ReactNode;
};

function Frame({ rail, bottomBar, children }: AppShellProps) {
  const { closed } = useRail();
  const content = useContentFocus();
  const title = useLateTitle();
  useKeptFocus();
  return (
    // Below 480 px of height, as at 400 % zoom, the whole shell scrolls: its bars would leave no room.
    <div
      data-rail={closed ? "closed" : "open"}
      className="relative flex h-[max(100dvh,480px)] flex-col overflow-hidden"
    >
      <a
        href={`#${content.id}`}
        className="fixed top-2 left-2 z-banner -translate-y-16 rounded-md bg-inverse px-3 py-2 text-on-inverse focus:translate-y-0"
      >
        Skip to content
      </a>
      <p role="status" className="sr-only">
        {title}
      </p>
      <OfflineBanner />
      <div
        className={cn(
          "grid min-h-0 flex-1 grid-cols-[var(--rail-w)_minmax(0,1fr)] rail-closed:grid-cols-[var(--rail-w-closed)_minmax(0,1fr)] phone:grid-cols-[minmax(0,1fr)]!",
          bottomBar && "phone:pb-[calc(56px+env(safe-area-inset-bottom))]",
        )}
      >
        <Rail {...rail} />
        <main {...content} className="relative flex min-h-0 min-w-0 flex-col bg-surface outline-none">
          {children}
        </main>
      </div>
      {bottomBar ? <BottomBar {...bottomBar} /> : null}
    </div>
  );
}

/** Rail, page and, on phones, the bottom bar. Needs `KeyboardProvider` and `TooltipProvider` above it. */
export function AppShell(props: AppShellProps) {
  return (
    <RailStateProvider defaultClosed={props.defaultClosed} onClosedChange={props.onClosedChange}>
      <Frame {...props} />
    </RailStateProvider>
  );
}
