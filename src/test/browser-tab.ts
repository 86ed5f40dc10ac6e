import { vi } from "vitest";

/** Gives code that listens to its tab one that is in view; `vi.unstubAllGlobals` takes it away. */
export function inTab(): void {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("window", tab);
  vi.stubGlobal("document", tab);
}
