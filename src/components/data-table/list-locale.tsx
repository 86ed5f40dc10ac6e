"use client";

import { createContext, type ReactNode, useContext } from "react";

/** How the workspace writes numbers, money and dates. */
export interface ListLocale {
  locale: string;
  /** ISO currency of amounts without their own. */
  currency: string;
  timeZone: string;
}

const Context = createContext<ListLocale>({ locale: "en-US", currency: "USD", timeZone: "UTC" });

/** Sets the formats of all lists, boards and timelines below; use it once in the shell. */
export function ListLocaleProvider({ value, children }: { value: ListLocale; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useListLocale(): ListLocale {
  return useContext(Context);
}
