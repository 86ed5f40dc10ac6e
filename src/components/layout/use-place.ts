"use client";

import { useState } from "react";

/** The stored values of each history entry, by the name of the part of the page. */
const places = new Map<string, Map<string, unknown>>();

/** The mark of the current history entry; one without stored values has none. */
function entry(): string | undefined {
  const state = window.history.state as { place?: string } | null;
  return typeof state?.place === "string" ? state.place : undefined;
}

/** The list's state in the address; a record that is open beside it is not part of it. */
function question(): string {
  const search = new URLSearchParams(window.location.search);
  search.delete("peek");
  search.sort();
  return `${window.location.pathname}?${search}`;
}

/**
 * A part of the position on a page, such as a list's scroll offset: stored for each history entry, so that Back
 * restores it and a new visit starts at the top. `before` is the stored value when the page renders again.
 */
export function usePlace<Value>(name: string): { before: Value | undefined; keep(value: Value): void } {
  const [before] = useState(() => {
    if (typeof window === "undefined") return undefined;
    const of = entry();
    return of === undefined ? undefined : (places.get(of)?.get(`${question()} ${name}`) as Value | undefined);
  });
  return {
    before,
    keep: (value) => {
      const of = entry() ?? crypto.randomUUID();
      if (entry() === undefined) window.history.replaceState({ ...window.history.state, place: of }, "");
      const stored = places.get(of) ?? new Map<string, unknown>();
      places.set(of, stored.set(`${question()} ${name}`, value));
    },
  };
}
