import { expect, test } from "vitest";
import { keySymbols } from "./kbd-signs";

test("keys are shown as they stand on the keyboard at hand", () => {
  expect(keySymbols("mod+k", true)).toBe("⌘K");
  expect(keySymbols("mod+k", false)).toBe("Ctrl K");
  expect(keySymbols("shift+enter", true)).toBe("⇧↵");
  expect(keySymbols("shift+enter", false)).toBe("Shift ↵");
  expect(keySymbols("?", false)).toBe("?");
});
