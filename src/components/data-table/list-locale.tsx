"use client";

import { createContext, type ReactNode, useContext } from "react";

/** How numbers, money and dates are written: as the workspace does, times in the reader's own time zone. */
export interface ListLocale {
  locale: string;
  /** ISO currency of amounts without their own. */
  currency: string;
  /** The reader's. */
  timeZone: string;
  /** That of the workspace where it is another one: its midnight stands for a day without a known time. */
  workspaceZone?: string;
}

const Context = createContext<ListLocale>({ locale: "en-US", currency: "USD", timeZone: "UTC" });

/** Sets the formats of all lists, boards and timelines below; use it once in the shell. */
export function ListLocaleProvider({ value, children }: { value: ListLocale; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useListLocale(): ListLocale {
  return useContext(Context);
}
