import { expect, test } from "vitest";
import { bytesText } from "./bytes-text";

test.each([
  [0, "0 kB"],
  [1, "1 kB"],
  [1_499, "1 kB"],
  [999_400, "999 kB"],
  [1_234_567, "1.2 MB"],
  [2_000_000_000, "2 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(bytesText(bytes, "en-US")).toBe(text);
});

test("the decimal sign is that of the workspace", () => {
  expect(bytesText(1_234_567, "de-DE")).toBe("1,2 MB");
});
