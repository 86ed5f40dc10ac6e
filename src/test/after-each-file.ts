import { afterAll, vi } from "vitest";
import { keyOf } from "@/server/process-wide";

/** Called by a setup file: each test file of a process has its own copy of our modules; libraries are loaded once. */
export function forgetAfterFile(): void {
  afterAll(() => {
    for (const name of Object.keys(globalThis))
      if (name.startsWith(keyOf(""))) Reflect.deleteProperty(globalThis, name);
    vi.resetModules();
  });
}
