"use client";

import { createContext, type ReactNode, useContext } from "react";

/** The record of a timeline. */
export interface TimelineRecord {
  entity: string;
  id: string;
  name: string;
}
type Top = (record: TimelineRecord) => ReactNode;

const Context = createContext<Top>(() => null);

/** The part above every timeline of a record, such as a box that logs an activity; use it once in the shell. */
export function TimelineTopProvider({ value, children }: { value: Top; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export const useTimelineTop = (): Top => useContext(Context);
