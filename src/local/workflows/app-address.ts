import type { EngineOptions } from "./engine-options";

/** An address without its query: apps put the called function there. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Whether an address belongs to an app that this engine serves. */
export function isKnownApp({ anyApp, appUrls }: EngineOptions, url: string): boolean {
  return anyApp === true || appUrls.some((known) => addressOf(known) === addressOf(url));
}
