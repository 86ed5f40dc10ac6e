/** Told when the router begins to fetch another page. Apart, as pages without state in the address load it too. */
export const navigationStart: { heard: (() => void) | null } = { heard: null };

/** Called by the router when it begins to fetch a page; it is then in a transition. */
export function navigationStarts(url: string, type: "push" | "replace" | "traverse"): void {
  const isElsewhere = new URL(url, location.href).pathname !== location.pathname;
  if (isElsewhere && type !== "traverse") navigationStart.heard?.();
}
