import { expect, test } from "vitest";
import { z } from "zod";
import { importCallInput, rowReader } from "./import-rows";

const call = (rows: unknown) =>
  importCallInput.safeParse({
    importId: "01a1fabb-602c-7848-8f70-c861feeb7f63",
    options: { ownerId: null, answers: {} },
    rows,
    dry: false,
  });

test("rows of texts, numbers and booleans are taken as they are, without a copy", () => {
  const row = { line: 2, values: { name: "Acme", employees: 3, active: true } };
  const read = call([row]);
  expect(read.data?.rows[0]?.values).toBe(row.values);
});

test.each([
  [null],
  ["text"],
  [{ line: 2 }],
  [{ line: 2, values: null }],
  [{ line: "2", values: {} }],
  [{ line: 2.5, values: {} }],
  [{ line: 2, values: { name: null } }],
  [{ line: 2, values: { name: ["a"] } }],
  [{ line: 2, values: { name: { nested: "a" } } }],
])("%j is no row", (row) => {
  expect(call([row]).success).toBe(false);
});

test("more rows than one batch has are no call", () => {
  const rows = (count: number) => Array.from({ length: count }, (_, line) => ({ line, values: {} }));
  expect([call(rows(2000)).success, call(rows(2001)).success]).toEqual([true, false]);
});

test("a row that was read ahead is not read again; the same words in another row are", () => {
  let reads = 0;
  const schema = z.object({ name: z.string().transform((name) => `${name} ${++reads}`) });
  const read = rowReader(schema);
  const [first, second] = [{ name: "Acme" }, { name: "Acme" }];
  expect([read(first), read(first), read(second)].map(({ data }) => data?.name)).toEqual([
    "Acme 1",
    "Acme 1",
    "Acme 2",
  ]);
});
