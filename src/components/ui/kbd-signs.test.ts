import { expect, test } from "vitest";
import { keySigns } from "./kbd-signs";

test("keys are shown as they stand on the keyboard at hand", () => {
  expect(keySigns("mod+k", true)).toBe("⌘K");
  expect(keySigns("mod+k", false)).toBe("Ctrl K");
  expect(keySigns("shift+enter", true)).toBe("⇧↵");
  expect(keySigns("shift+enter", false)).toBe("Shift ↵");
  expect(keySigns("?", false)).toBe("?");
});
