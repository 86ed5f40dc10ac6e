import { setMaxListeners } from "node:events";

// The parts of a browser tab that the app's connection and query client use: a visible tab that stays visible.
if (typeof window === "undefined") {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  // For all tabs of this process.
  setMaxListeners(0, tab);
  Object.assign(globalThis, { window: tab, document: tab });
}
