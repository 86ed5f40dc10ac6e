"use client";

import { useState } from "react";

/** What was kept for each entry of the history, by the name under which a part of the page kept it. */
const places = new Map<string, Map<string, unknown>>();

/** The mark of the entry of the history that is shown; one on which nothing was kept has none. */
function entry(): string | undefined {
  const state = window.history.state as { place?: string } | null;
  return typeof state?.place === "string" ? state.place : undefined;
}

/** The list that the address asks for; a record that is open beside it changes nothing of that. */
function question(): string {
  const search = new URLSearchParams(window.location.search);
  search.delete("peek");
  search.sort();
  return `${window.location.pathname}?${search}`;
}

/**
 * A part of one's place on a page, as how far a list was scrolled: kept for each entry of the history, so that Back
 * finds it and a new visit starts at the top. `before` is what was kept when the page is drawn again.
 */
export function usePlace<Kept>(name: string): { before: Kept | undefined; keep(value: Kept): void } {
  const [before] = useState(() => {
    if (typeof window === "undefined") return undefined;
    const of = entry();
    return of === undefined ? undefined : (places.get(of)?.get(`${question()} ${name}`) as Kept | undefined);
  });
  return {
    before,
    keep: (value) => {
      const of = entry() ?? crypto.randomUUID();
      if (entry() === undefined) window.history.replaceState({ ...window.history.state, place: of }, "");
      const kept = places.get(of) ?? new Map<string, unknown>();
      places.set(of, kept.set(`${question()} ${name}`, value));
    },
  };
}
