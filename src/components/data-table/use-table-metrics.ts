"use client";

import { useSyncExternalStore } from "react";

const phoneQuery = "(width < 641px)";

function subscribe(changed: () => void): () => void {
  const phone = window.matchMedia(phoneQuery);
  const density = new MutationObserver(changed);
  phone.addEventListener("change", changed);
  density.observe(document.documentElement, { attributes: true, attributeFilter: ["data-density"] });
  return () => {
    phone.removeEventListener("change", changed);
    density.disconnect();
  };
}

function rowHeight(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 36;
}

/** Whether the phone's layout holds (under 641 px). */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(phoneQuery).matches,
    () => false,
  );
}

/** The height of a list row in px, as density and width have it. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, rowHeight, () => 36);
}
