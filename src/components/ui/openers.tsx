"use client";

import { useState } from "react";

/** The elements that had the focus before an open layer, the latest first. */
export type Openers = readonly Element[];
const openersOf = new WeakMap<Element, Openers>();

/**
 * Returns the focus to the element that had it; if that is gone, such as a menu, to the one before, or to the page if
 * all are gone, as after a row was removed.
 */
export function returnFocus(openers: Openers, event?: Event): void {
  const opener = openers.find((one) => one !== document.body && one.isConnected) ?? document.querySelector("main");
  if (!(opener instanceof HTMLElement)) return;
  event?.preventDefault();
  opener.focus();
}

/** Records the focused element when the layer around it renders, before a field in the layer takes the focus. */
export function RememberFocus({ into }: { into: { current: Openers } }) {
  const [openers] = useState(() => openersFrom(document.activeElement));
  into.current = openers;
  return <span hidden ref={(it) => void (it?.parentElement && openersOf.set(it.parentElement, openers))} />;
}

/** The focused element, and what had the focus before the layer that it is in. */
export function openersFrom(active: Element | null): Openers {
  const layer = active?.closest("[role=menu], [role=dialog], [role=alertdialog]");
  // A menu is named by its button.
  const button = layer?.role === "menu" ? document.getElementById(layer.getAttribute("aria-labelledby") ?? "") : null;
  const before = (layer && openersOf.get(layer)) ?? [];
  return [active, button, ...before].filter((one) => one !== null && one !== undefined);
}
