"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import { useShortcut } from "./keyboard";
import { useMedia } from "./use-media";

type SidebarState = {
  closed: boolean;
  /** Under 1100 px the sidebar is always 48 wide. */
  narrow: boolean;
  toggle: () => void;
};

const Context = createContext<SidebarState>({ closed: false, narrow: false, toggle: () => undefined });

export type SidebarStateProviderProps = {
  /** The member's choice. */
  defaultClosed?: boolean | undefined;
  /** Stores it for the next visit. */
  onClosedChange?: ((closed: boolean) => void) | undefined;
  children: ReactNode;
};

/** Whether the sidebar is collapsed; `[` changes it. */
export function SidebarStateProvider({ defaultClosed = false, onClosedChange, children }: SidebarStateProviderProps) {
  const [closed, setClosed] = useState(defaultClosed);
  const narrow = useMedia("(width < 1100px)");
  function toggle() {
    setClosed(!closed);
    onClosedChange?.(!closed);
  }
  useShortcut({
    keys: "[",
    label: "Expand or collapse the sidebar",
    group: "Everywhere",
    run: toggle,
    enabled: !narrow,
  });
  return <Context value={{ closed, narrow, toggle }}>{children}</Context>;
}

export function useSidebar(): SidebarState {
  return useContext(Context);
}
