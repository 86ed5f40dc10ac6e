import type { EngineOptions } from "./engine-options";

/** An address without its question: an app says there which function is called. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Whether an address is that of an app which this engine is for. */
export function isKnownApp({ anyApp, appUrls }: EngineOptions, url: string): boolean {
  return anyApp === true || appUrls.some((known) => addressOf(known) === addressOf(url));
}
