"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Density } from "./density";

/** The request's hints about the window; only the browser knows for sure. */
export interface ExpectedWindow {
  phone: boolean;
  density: Density;
}

const Context = createContext<ExpectedWindow>({ phone: false, density: "comfortable" });

export function ExpectedWindowProvider({ value, children }: { value: ExpectedWindow; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The window that the server renders for, and the browser until hydration: rows then stay under the finger. */
export const useExpectedWindow = () => useContext(Context);
