/**
 * The listener that hears when the router begins to fetch another page. It has a file of its own, because every page loads
 * it, and only pages that keep state in the address load the listener.
 */
export const navigationListener: { onStart: (() => void) | null } = { onStart: null };

/** Called by the router when it begins to fetch a page; it is then in a transition. */
export function navigationStarts(url: string, type: "push" | "replace" | "traverse"): void {
  const isElsewhere = new URL(url, location.href).pathname !== location.pathname;
  if (isElsewhere && type !== "traverse") navigationListener.onStart?.();
}
