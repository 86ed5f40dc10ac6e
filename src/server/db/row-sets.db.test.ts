// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { testWorkspace } from "@/test/ctx";
import { rowsAsSet, type SetColumn } from "./row-sets";
import { tenantSql } from "./tenant-db";

let ctx: Ctx;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("admin");
});

interface Row {
  id: string;
  label: string | null;
  place: number | null;
  amount: bigint | null;
  active: boolean;
  since: Date;
  facts: { quoted: string } | null;
}

const columns: SetColumn<Row>[] = [
  { column: "id", type: "uuid", value: (row) => row.id },
  { column: "label", type: "text", value: (row) => row.label },
  { column: "place", type: "int", value: (row) => row.place },
  { column: "amount", type: "bigint", value: (row) => row.amount },
  { column: "active", type: "boolean", value: (row) => row.active },
  { column: "since", type: "timestamptz", value: (row) => row.since },
  { column: "facts", type: "jsonb", value: (row) => row.facts },
];

const since = new Date("2026-02-03T04:05:06.789Z");
const filled = (): Row => ({
  id: randomUUID(),
  label: 'a "b" \\ {c}',
  place: -7,
  amount: 9n,
  active: true,
  since,
  facts: { quoted: '"\\' },
});
const bare = (): Row => ({
  id: randomUUID(),
  label: null,
  place: null,
  amount: null,
  active: false,
  since,
  facts: null,
});

async function through(rows: readonly Row[]): Promise<Row[]> {
  const back = await tenantSql<Row>(ctx.tenant.id, ctx.db, Prisma.sql`select r.* from ${rowsAsSet(columns, rows)}`);
  const byId = new Map(back.map((row) => [row.id, row]));
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}

test.each([
  ["one row", () => [filled()]],
  ["few rows of the same", () => Array.from({ length: 3 }, filled)],
  ["many rows of the same values", () => Array.from({ length: 500 }, filled)],
  ["many rows of the same nothing", () => Array.from({ length: 500 }, bare)],
  ["many rows that differ in the last one", () => [...Array.from({ length: 499 }, filled), bare()]],
  ["many rows that differ in the first one", () => [bare(), ...Array.from({ length: 499 }, filled)]],
])("%s come back as they went in", async (_name, make) => {
  const rows = make();
  expect(await through(rows)).toEqual(rows);
});

test("values that many rows share are sent once", () => {
  const size = (rows: readonly Row[]) => JSON.stringify(rowsAsSet(columns, rows).values).length;
  const alike = Array.from({ length: 500 }, filled);
  const idsAlone = JSON.stringify(alike.map(({ id }) => id)).length;
  expect(size(alike)).toBeLessThan(1.2 * idsAlone);
  expect(size([...alike.slice(1), bare()])).toBeGreaterThan(2 * idsAlone);
});
