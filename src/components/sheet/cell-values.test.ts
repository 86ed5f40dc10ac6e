import { expect, test } from "vitest";
import type { DataColumn } from "@/components/data-table/data-column";
import { cellText, readCell } from "./cell-values";

interface Row {
  id: string;
  key: string;
  due: string | null;
  minutes: number | null;
  owner: { id: string; name: string } | null;
  people: readonly string[];
  mine: boolean;
}

const at = { locale: "en-US", timeZone: "UTC", currency: "USD", weekStart: 1 } as never;
const row: Row = {
  id: "1",
  key: "KAN-1",
  due: "2026-12-04",
  minutes: 90,
  owner: { id: "a", name: "Ana" },
  people: ["a"],
  mine: true,
};
const people = [
  { value: "a", label: "Ana" },
  { value: "b", label: "Ben" },
  { value: "c", label: "Kim" },
  { value: "d", label: "Kim" },
];
type Column = Pick<DataColumn<Row>, "id" | "editable">;
const locked = ({ mine }: Row) => !mine;
const due: Column = { id: "due", editable: { kind: "date", value: (one) => one.due, locked } };
const minutes: Column = { id: "minutes", editable: { kind: "duration", value: (one) => one.minutes, locked } };
const owner: Column = {
  id: "owner",
  editable: {
    kind: "option",
    value: (one) => one.owner?.id ?? null,
    label: (one) => one.owner?.name ?? "",
    search: async () => people,
    required: true,
    locked,
  },
};
const several: Column = {
  id: "people",
  editable: { kind: "choices", value: (one) => one.people, options: people, locked },
};
const key: Column = { id: "key" };

const read = async (column: Column, text: string, of: Row = row) =>
  await readCell(column, { row: of, text, at, lookup: async () => people });

test("what a cell shows is copied as a text that it can read again", async () => {
  for (const column of [due, minutes, owner, several, key])
    expect(await read(column, cellText(column, row, at)), column.id).toEqual({ same: true });
  expect([due, minutes, owner, several, key].map((column) => cellText(column, row, at))).toEqual([
    "2026-12-04",
    "1h 30m",
    "Ana",
    "Ana",
    "KAN-1",
  ]);
});

test("texts are read as each column reads what is typed", async () => {
  expect(await read(due, "dec 7 2026")).toEqual({ value: "2026-12-07" });
  expect(await read(due, "2026-12-07")).toEqual({ value: "2026-12-07" });
  expect(await read(due, " ")).toEqual({ value: null });
  expect(await read(minutes, "2h")).toEqual({ value: 120 });
  expect(await read(owner, "ben")).toEqual({ value: "b" });
  expect(await read(several, "Ben, Ana")).toEqual({ value: ["b", "a"] });
});

test("what does not fit says why", async () => {
  expect(await read(due, "soon")).toMatchObject({ reason: expect.stringContaining("not a date") });
  expect(await read(owner, "")).toEqual({ reason: "This cannot be empty." });
  expect(await read(owner, "Nobody")).toMatchObject({ reason: expect.stringContaining("no “Nobody”") });
  expect(await read(owner, "Kim")).toMatchObject({ reason: expect.stringContaining("Several") });
  expect(await read(several, "Ana, Nobody")).toMatchObject({ reason: expect.stringContaining("Nobody") });
  expect(await read(key, "KAN-2")).toMatchObject({ reason: expect.stringContaining("cannot be edited") });
  expect(await read(due, "2026-12-07", { ...row, mine: false })).toMatchObject({
    reason: "You cannot edit this row.",
  });
});
