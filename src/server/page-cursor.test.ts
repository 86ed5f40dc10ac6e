import { expect, test } from "vitest";
import { cursorBehind, pageFrom, readIdCursor, readPageCursor } from "./page-cursor";

const id = "0190a0a0-0000-7000-8000-000000000000";
const at = "2026-11-21T09:30:00.125Z";
const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a cursor is read as the row that it goes on behind; without one a list begins", () => {
  expect(readPageCursor(cursorBehind({ at: new Date(at), id }))).toEqual({ at: new Date(at), id });
  const part = "opportunity:nextStep";
  expect(readPageCursor(cursorBehind({ at: new Date(at), id, part }))).toEqual({ at: new Date(at), id, part });
  expect(readPageCursor(undefined)).toBeNull();
});

test.each([
  ["nothing", ""],
  ["no JSON", "x"],
  ["something else", written({ at, id })],
  ["an id that is none", written([at, "-".repeat(36)])],
  ["a part that is no text", written([at, id, 7])],
  ["a day that is none", written(["2026-02-30T09:30:00.000Z", id])],
  ["a year that no database has", written(["0000-01-01T00:00:00.000Z", id])],
])("%s is refused in words", (_, cursor) => {
  expect(() => readPageCursor(cursor)).toThrow("This cursor belongs to another list.");
});

test("an id is a cursor as it is, and nothing else is one", () => {
  expect(readIdCursor(undefined)).toBeNull();
  expect(readIdCursor(id)).toBe(id);
  expect(() => readIdCursor("x")).toThrow("This cursor belongs to another list.");
});

test("a page has a cursor only where more rows were read than it takes", () => {
  expect(pageFrom(["a", "b"], 2, (last) => last)).toEqual({ rows: ["a", "b"], nextCursor: null });
  expect(pageFrom(["a", "b", "c"], 2, (last) => last)).toEqual({ rows: ["a", "b"], nextCursor: "b" });
});
