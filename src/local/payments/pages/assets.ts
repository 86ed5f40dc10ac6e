import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Answer } from "../exchange";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

const FONTS: Readonly<Record<string, string>> = {
  "/pages/sans.woff2": "geist-sans/Geist-Variable.woff2",
  "/pages/mono.woff2": "geist-mono/GeistMono-Variable.woff2",
};

/** The style, the script and the fonts of the pages; undefined for another address. */
export function assetAt(path: string): Answer | undefined {
  if (path === "/pages/style.css") return asset("text/css; charset=utf-8", STYLE);
  if (path === "/pages/page.js") return asset("text/javascript; charset=utf-8", SCRIPT);
  const font = FONTS[path];
  return font === undefined ? undefined : asset("font/woff2", fontOf(font));
}

function asset(type: string, body: string | Uint8Array): Answer {
  return { status: 200, headers: { "content-type": type, "cache-control": "max-age=300" }, body };
}

function fontOf(file: string): Uint8Array {
  const dist = dirname(createRequire(import.meta.url).resolve("geist/font/sans"));
  return readFileSync(join(dist, "fonts", file));
}
