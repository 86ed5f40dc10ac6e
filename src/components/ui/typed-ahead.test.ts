import { expect, test } from "vitest";
import { type HeldKey, TypedAhead } from "./typed-ahead";

const plain = { shiftKey: false, metaKey: false, ctrlKey: false, altKey: false };
const press = (key: string, changed: Partial<typeof plain> & { altGr?: boolean } = {}) => ({
  key,
  ...plain,
  ...changed,
  getModifierState: (name: string) => name === "AltGraph" && changed.altGr === true,
});

/** The texts and keys that are handed on after these presses. */
function typed(...keys: (string | ReturnType<typeof press>)[]): HeldKey[] {
  const ahead = new TypedAhead();
  for (const key of keys) ahead.take(typeof key === "string" ? press(key) : key);
  const all: HeldKey[] = [];
  for (let held = ahead.next(); held; held = ahead.next()) all.push(held);
  return all;
}

test("letters, signs and spaces are one text, in order", () => {
  expect(typed(..."call Ana, 3 pm 👍")).toEqual([{ text: "call Ana, 3 pm 👍" }]);
  expect(typed("a", press("@", { ctrlKey: true, altKey: true, altGr: true }), "b")).toEqual([{ text: "a@b" }]);
});

test("Backspace takes back what was typed, and no key that acts", () => {
  expect(typed(..."ab👍", "Backspace", "Backspace", "c")).toEqual([{ text: "ac" }]);
  expect(typed("Backspace", "a", "Backspace", "Backspace")).toEqual([]);
  expect(typed("a", "Enter", "Backspace")).toEqual([{ text: "a" }, { key: "Enter", ...plain }]);
});

test("Enter and arrows keep their place; Enter alone was meant for what opened the box", () => {
  const enter = { key: "Enter", ...plain };
  expect(typed("o", "n", "e", "Enter", "t", "w", "o", press("Enter", { ctrlKey: true }))).toEqual([
    { text: "one" },
    enter,
    { text: "two" },
    { ...enter, ctrlKey: true },
  ]);
  expect(typed("Enter", "a", "ArrowDown")).toEqual([{ text: "a" }, { key: "ArrowDown", ...plain }]);
});

test("what follows Tab is for a field that is unknown", () => {
  expect(typed("a", "Tab", "b", "Enter", "Backspace")).toEqual([{ text: "a" }]);
});

test("Tab before anything is typed is the browser's", () => {
  const ahead = new TypedAhead();
  expect(ahead.take(press("Tab"))).toBe(false);
  expect(ahead.take(press("a"))).toBe(true);
  expect(ahead.take(press("Tab"))).toBe(true);
  expect(ahead.text).toBe("a");
});

test("keys of the browser are not taken", () => {
  const ahead = new TypedAhead();
  for (const key of [press("F5"), press("Shift"), press("r", { ctrlKey: true }), press("PageDown"), press("Escape")])
    expect(ahead.take(key)).toBe(false);
  for (const key of [press("r"), press("Tab"), press("x"), press("Backspace")]) expect(ahead.take(key)).toBe(true);
  expect(ahead.text).toBe("r");
});
