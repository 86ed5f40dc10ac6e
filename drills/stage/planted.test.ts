import { describe, expect, test } from "vitest";
import { secretsIn } from "./planted";

const text = 'pass "word" / ü+9';
const planted = [{ name: "a password", text }];
const bytes = (before: string, after: string) => Buffer.from(`${before}${text}${after}`);

describe("a planted text is found", () => {
  test.each([
    ["as it is", `said ${text} aloud`],
    ["in JSON", JSON.stringify({ password: text })],
    ["in an address", `/reset?token=${encodeURIComponent(text)}`],
    ["in a form", new URLSearchParams({ password: text, other: "1" }).toString()],
    ["as a column of bytes", `(1,\\x${bytes("a", "b").toString("hex")})`],
    ["as capital digits", bytes("a", "b").toString("hex").toUpperCase()],
    ...["", "a", "ab", "abc"].flatMap((before) => [
      [`in Base64 behind "${before}"`, bytes(before, "xyz").toString("base64")],
      [`in Base64 of addresses behind "${before}"`, bytes(before, "xyz").toString("base64url")],
    ]),
  ])("%s", (_, haystack) => {
    expect(secretsIn(haystack, planted)).toEqual(["a password"]);
  });
});

test("a text without it holds none", () => {
  expect(secretsIn("pass word, and its hash 9f86d081884c7d65", planted)).toEqual([]);
});

test("a short code is found where it stands alone, and not inside of other numbers", () => {
  const code = [{ name: "a code", text: "204816", alone: true }];
  expect(secretsIn('{"code":"204816"}', code)).toEqual(["a code"]);
  for (const other of ["12:00:00.204816+00", "7204816", "a-204816-b"]) expect(secretsIn(other, code)).toEqual([]);
});
