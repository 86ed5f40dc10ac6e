/**
 * Keeps a setting of this device (sidebar, density) in a cookie for a year, so that the next page uses it. A browser
 * without the Cookie Store API forgets it when the tab closes.
 */
export function keepPreference(name: string, value: string): void {
  if (!("cookieStore" in window)) return;
  void window.cookieStore.set({ name, value, path: "/", sameSite: "lax", expires: Date.now() + 31_536_000_000 });
}
