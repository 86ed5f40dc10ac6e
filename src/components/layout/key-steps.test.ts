import { describe, expect, it } from "vitest";
import { type KeyPress, resolvePress, stepOf } from "./key-steps";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("stepOf", () => {
  it.each([
    [press("k", { metaKey: true }), true, "mod+k"],
    [press("k", { ctrlKey: true }), false, "mod+k"],
    [press("k", { ctrlKey: true }), true, "other+k"],
    [press("?", { shiftKey: true }), false, "?"],
    [press("X", { shiftKey: true }), false, "shift+x"],
    [press("ArrowDown", { shiftKey: true }), false, "shift+down"],
    [press(" "), false, "space"],
  ])("writes %o", (given, mac, step) => {
    expect(stepOf(given, mac)).toBe(step);
  });
});

describe("resolvePress", () => {
  const shortcuts = [{ keys: "g o" }, { keys: "o" }, { keys: "?" }, { keys: "o", latest: true }];

  it("prefers a sequence to its last step", () => {
    expect(resolvePress(shortcuts, "g", "o").found).toBe(shortcuts[0]);
  });

  it("takes the latest of two with the same keys", () => {
    expect(resolvePress(shortcuts, null, "o").found).toBe(shortcuts[3]);
  });

  it("waits after the first step of a sequence, and only then", () => {
    expect(resolvePress(shortcuts, null, "g")).toEqual({ found: undefined, waits: true });
    expect(resolvePress(shortcuts, null, "z")).toEqual({ found: undefined, waits: false });
  });
});
