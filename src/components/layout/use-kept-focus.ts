"use client";

import { useEffect } from "react";
import { useByKeys } from "@/components/ui/use-by-keys";

/** So long another who gives the focus back, as a menu that closes, has to do it. */
const OTHERS_FIRST_MS = 50;
const controls = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]";

/**
 * Who works with the keyboard keeps their place when what has the focus goes, as the bar of a selection that was
 * archived or a filter that was taken away: the focus goes to what stood beside it, else to what had it before.
 */
export function useKeptFocus(): void {
  const byKeys = useByKeys();
  // The browser, which leaves the focus at the document when its element goes.
  useEffect(() => {
    let held: Held | null = null;
    let before: Element | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ends = new AbortController();
    const on = (type: string, listener: (event: Event) => void) =>
      document.addEventListener(type, listener, { capture: true, signal: ends.signal });
    on("focusin", ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      if (held?.element.isConnected) before = held.element;
      held = heldBy(target);
    });
    on("focusout", ({ target }) =>
      queueMicrotask(() => {
        // Left, and not gone: somebody meant to.
        if (held?.element === target && held?.element.isConnected && document.activeElement === document.body)
          held = null;
      }),
    );
    const lost = () =>
      byKeys.current && held !== null && !held.element.isConnected && document.activeElement === document.body;
    const watch = new MutationObserver(() => {
      if (!lost()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!lost() || !held) return;
        const next = beside(held) ?? (before?.isConnected ? before : null);
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      }, OTHERS_FIRST_MS);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      ends.abort();
    };
  }, [byKeys]);
}

/** An element with its place in each of those that it stands in, from the inside out. */
interface Held {
  element: Element;
  places: { parent: Element; index: number }[];
}

function heldBy(element: Element): Held {
  const places: Held["places"] = [];
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement)
    places.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  return { element, places };
}

function beside({ places }: Held): HTMLElement | undefined {
  for (const { parent, index } of places) {
    // What is said by itself is no place to go on from, and beside it stands the whole page.
    if (parent === document.body || parent.closest("[aria-live]")) return undefined;
    if (!parent.isConnected) continue;
    const children = [...parent.children];
    for (const child of [...children.slice(index), ...children.slice(0, index).reverse()]) {
      const found = stopIn(child);
      if (found) return found;
    }
  }
  return undefined;
}

/** Where Tab would stop in it: in a list at its row. */
function stopIn(element: Element): HTMLElement | undefined {
  const stops = [element, ...element.querySelectorAll(controls)].filter(
    (one): one is HTMLElement =>
      one instanceof HTMLElement &&
      one.matches(controls) &&
      one.tabIndex >= 0 &&
      one.checkVisibility() &&
      !one.closest("[inert]"),
  );
  return stops.find((one) => one.matches("[data-row]")) ?? stops[0];
}
