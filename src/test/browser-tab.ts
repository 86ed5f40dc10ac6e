import { vi } from "vitest";

/** Simulates a visible tab for code that listens to it; `vi.unstubAllGlobals` removes it. */
export function inTab(): void {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("window", tab);
  vi.stubGlobal("document", tab);
}
