import { setMaxListeners } from "node:events";

// What the app's line and query client look at in a browser tab: one that is shown, and stays shown.
if (typeof window === "undefined") {
  const tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  // Of all tabs of this process.
  setMaxListeners(0, tab);
  Object.assign(globalThis, { window: tab, document: tab });
}
