"use client";

import { useEffect } from "react";
import { useByKeys } from "@/components/ui/use-by-keys";

/** For this long another component that restores the focus, such as a closing menu, has to do it. */
const OTHERS_FIRST_MS = 50;
const controls = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]";

/**
 * Keeps the keyboard position when the focused element disappears, such as the bar of a selection that was archived
 * or a removed filter: the focus goes to its neighbour, else to the element that had it before. A control that is
 * disabled while its act runs gets the focus back.
 */
export function useRestoredFocus(): void {
  const byKeys = useByKeys();
  // The browser, which moves the focus to the document when its element is removed.
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
        // The focus was moved on purpose, not lost.
        const stays = held?.element === target && held?.element.isConnected && !held.element.matches(":disabled");
        if (stays && document.activeElement === document.body) held = null;
      }),
    );
    const lost = () =>
      byKeys.current && held !== null && !held.element.isConnected && document.activeElement === document.body;
    const enabled = new MutationObserver((changes) => {
      if (!byKeys.current || document.activeElement !== document.body) return;
      const back = changes.find(({ target }) => target === held?.element && !held.element.matches(":disabled"));
      if (back?.target instanceof HTMLElement) back.target.focus({ preventScroll: true });
    });
    enabled.observe(document.body, { attributes: true, attributeFilter: ["disabled"], subtree: true });
    const watch = new MutationObserver(() => {
      if (!lost()) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!lost() || !held) return;
        const next = neighbourOf(held) ?? (before?.isConnected ? before : null);
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      }, OTHERS_FIRST_MS);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      enabled.disconnect();
      ends.abort();
    };
  }, [byKeys]);
}

/** An element with its position in each of its ancestors, from the inside out. */
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

function neighbourOf({ places }: Held): HTMLElement | undefined {
  for (const { parent, index } of places) {
    // A live region cannot take the focus, and its neighbour is the whole page.
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

/** The element inside where Tab would stop: in a list its row. */
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
