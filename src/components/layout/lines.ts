"use client";

/** The lines of a page (`data-line`, with a `data-open` inside) as the keyboard walks them: the focused one is the current one. */
export function useLines() {
  const lines = () => [...document.querySelectorAll<HTMLElement>("[data-line]")];
  const at = () => lines().findIndex((line) => line.contains(document.activeElement));
  const focus = (line: HTMLElement | undefined) => line?.querySelector<HTMLElement>("[data-open]")?.focus();
  return {
    step: (by: 1 | -1) => {
      const all = lines();
      const place = at();
      focus(all[place < 0 ? 0 : Math.min(all.length - 1, Math.max(0, place + by))]);
    },
    current: () => lines()[at()]?.dataset.line ?? null,
    /** Before a line goes: its neighbour takes the focus that it has. */
    leave: () => {
      const all = lines();
      const place = at();
      if (place >= 0) focus(all[place + 1] ?? all[place - 1]);
    },
  };
}
