import { beforeEach, describe, expect, test, vi } from "vitest";
import { findBrowser } from "./browser";

// The result of an earlier search counts no more than the machine's own browsers.
beforeEach(() => vi.stubEnv("THROUGHLINE_BROWSER", undefined));

describe("without a browser that works", () => {
  test("a CHROMIUM_PATH that is none is named, and no other is taken in its place", async () => {
    const path = import.meta.filename;
    vi.stubEnv("CHROMIUM_PATH", path);
    await expect(findBrowser()).rejects.toThrow(`CHROMIUM_PATH is ${path}, which does not start as a Chromium.`);
  });

  test("one line says what to do when nothing is left to look at", async () => {
    vi.stubEnv("CHROMIUM_PATH", "");
    await expect(findBrowser(["CHROMIUM_PATH"])).rejects.toThrow(
      /^No Chromium: set CHROMIUM_PATH to one, or install it \(.+\), then run this again\.$/,
    );
  });
});
