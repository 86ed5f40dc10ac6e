"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Density } from "./density";

/** What a request says of the window that will show its document; only the browser knows for sure. */
export interface ExpectedWindow {
  phone: boolean;
  density: Density;
}

const Context = createContext<ExpectedWindow>({ phone: false, density: "comfortable" });

export function ExpectedWindowProvider({ value, children }: { value: ExpectedWindow; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** What the server draws for, and the browser until it has taken the page over: rows then stay where a finger aims. */
export const useExpectedWindow = () => useContext(Context);
