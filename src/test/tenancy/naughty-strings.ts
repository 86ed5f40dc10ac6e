import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const list = resolve("../shared/data/naughty-strings/blns.json");

/** The well-known list, if it is beside the project; null if not. */
export const knownNaughtyStrings: string[] | null = existsSync(list)
  ? (JSON.parse(readFileSync(list, "utf8")) as string[])
  : null;

/** Inputs that have broken similar products. */
export const ownNaughtyStrings = [
  "",
  " ",
  "\u0000",
  "before\u0000after",
  "\\u0000",
  "\ud800",
  "half \udc00 character",
  "\ufeffmark at the start",
  "\u200b",
  "\u202eright to left",
  "e\u0301 and \u00e9",
  "I\u0307stanbul İSTANBUL ısı",
  "ﬁ ﬂ ß ẞ ſ",
  "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "田中さんにあげて下さい",
  "line\nbreak\r\nand\ttab",
  "\u0001\u001b[31m\u007f",
  "'; drop table accounts; --",
  "%_\\",
  "100%",
  "a\\",
  "$1 $$ $tag$ $&",
  "{{7*7}} <%= 7 %>",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "../../etc/passwd",
  "=cmd|' /C calc'!A0",
  "null",
  "constructor",
  "__proto__",
  "undefined",
  "NaN",
  "-0",
  "1e309",
  "__proto__",
  "constructor",
  "toString",
  "true",
  "[object Object]",
  '{"a":1}',
  "x".repeat(199),
  "x".repeat(201),
  "é".repeat(200),
  "x".repeat(11_000),
];
