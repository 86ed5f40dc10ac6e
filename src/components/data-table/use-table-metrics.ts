"use client";

import { useSyncExternalStore } from "react";
import { useExpectedWindow } from "@/components/layout/expected-window";

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

/** Whether the phone layout applies (under 641 px). */
export function useIsPhone(): boolean {
  const expected = useExpectedWindow();
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(phoneQuery).matches,
    () => expected.phone,
  );
}

/** The height of a list row in px, by density and width. */
export function useRowHeight(): number {
  const { phone, density } = useExpectedWindow();
  const onDesk = density === "compact" ? 30 : 36;
  return useSyncExternalStore(subscribe, rowHeight, () => (phone ? 60 : onDesk));
}
