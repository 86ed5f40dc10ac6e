"use client";

import { useEffect } from "react";
import type { ActivityKind } from "@/lib/quick-log/quick-log";
import type { LogStart } from "./logged";

/** The types that keys and the command menu log. */
export const logged: readonly { kind: ActivityKind; keys: string; label: string }[] = [
  { kind: "call", keys: "c c", label: "Log a call" },
  { kind: "email", keys: "c e", label: "Log an e-mail" },
  { kind: "meeting", keys: "c m", label: "Log a meeting" },
  { kind: "note", keys: "c n", label: "Write a note" },
  { kind: "task", keys: "c t", label: "Plan a task" },
];

type Open = (kind: LogStart) => void;
type Place = "box" | "dialog";
const places: Partial<Record<Place, Open>> = {};

/** While it is mounted, `logActivity` opens this box, or this dialog where the page has no box. */
export function useLogPlace(place: Place, open: Open | null): void {
  // The box of the page and the dialog of the shell, which keys and the command menu reach.
  useEffect(() => {
    if (!open) return;
    places[place] = open;
    return () => {
      if (places[place] === open) delete places[place];
    };
  });
}

/** Opens the log box of the page's record, else a dialog. */
export const logActivity: Open = (kind) => (places.box ?? places.dialog)?.(kind);
