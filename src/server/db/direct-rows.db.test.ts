// @module-tag once

import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, expect, test, vi } from "vitest";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { workerUrls } from "@/test/db";
import { directRows } from "./direct-rows";
import { Prisma } from "./generated/client";
import { tenantDb, tenantSql } from "./tenant-db";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await testWorkspace();
});

/** The rows of a statement outside a transaction, and inside one, where Prisma sends it. */
async function bothWays(sql: Prisma.Sql) {
  const { id } = workspace.tenant;
  const { db, tx } = tenantDb(id);
  return { direct: await tenantSql(id, db, sql), prisma: await tx((inner) => tenantSql(id, inner, sql)) };
}

test("the values are those of Prisma's raw queries, whatever their type", async () => {
  const { direct, prisma } = await bothWays(Prisma.sql`
    select 2::int2 as int2, 4::int4 as int4, 9007199254740993::int8 as int8, 1.25::float8 as float8, 12.340::numeric as numeric,
      true as bool, 'text' as text, ${randomUUID()}::uuid as uuid, null::text as nothing, '2026-03-01'::date as date,
      '2026-11-24 10:31:00+00'::timestamptz as whole, '2026-11-24 10:31:00.5+02'::timestamptz as half,
      '2026-11-24 10:31:00.123456+00'::timestamptz as micro, '{"a": [1, null]}'::jsonb as jsonb, '[]'::json as json,
      array['a', null, 'b,"c']::text[] as texts, array[1, 2]::int4[] as ints, array[${randomUUID()}]::uuid[] as uuids,
      array[1, 9007199254740993]::int8[] as bigints, array['2026-03-01', null]::date[] as dates,
      array['2026-11-24 10:31:00.5+02']::timestamptz[] as instants, array[1.50]::numeric[] as numerics,
      array['{"a": 1}']::jsonb[] as documents, 'infinity'::float8 as endless,
      1.1::float4 as float4, 'v'::varchar as varchar, 'b'::char(3) as bpchar, 'n'::name as name, array['{"a": 1}']::json[] as jsons,
      array[true, null]::bool[] as bools, array[1]::int2[] as int2s, array[1.5]::float4[] as float4s, array[1.5]::float8[] as float8s,
      array['v']::varchar[] as varchars`);
  expect(direct).toStrictEqual(prisma);
  expect(direct).toMatchObject([{ int8: 9007199254740993n, date: new Date("2026-03-01T00:00:00Z") }]);
});

test.each([
  "'2026-11-24 10:31'::timestamp",
  "array['2026-11-24 10:31'::timestamp]",
  "'10:31'::time",
  "'10:31+02'::timetz",
  "1::oid",
])("the value of a type that nobody has compared is refused, and the connection stays: %s", async (value) => {
  const pool = new pg.Pool({ connectionString: workerUrls().superuser, max: 1 });
  try {
    await expect(directRows(pool, Prisma.raw(`select ${value} as value`), "")).rejects.toThrow("through Prisma");
    expect(await directRows(pool, Prisma.sql`select 1 as one`, "")).toEqual([{ one: 1 }]);
  } finally {
    await pool.end();
  }
});

test("values are sent as Prisma sends them", async () => {
  const at = new Date("2026-11-24T23:31:00.250Z");
  const { direct, prisma } = await bothWays(Prisma.sql`
    select ${at}::timestamptz as instant, ${at}::timestamptz::text as text, ${at}::date as date, ${5n}::int8 as bigint,
      ${new Prisma.Decimal("1.50")}::numeric::text as decimal, ${["a", 'b"c', null]}::text[] as texts, ${[at]}::timestamptz[] as instants,
      ${[1n, 2n]}::int8[] as bigints, ${{ a: ["b"] }}::jsonb as document, ${null}::text as nothing, ${true}::bool as bool, ${1.5}::float8 as float8`);
  expect(direct).toStrictEqual(prisma);
  expect(direct).toMatchObject([{ instant: at, date: new Date("2026-11-24T00:00:00Z"), decimal: "1.5" }]);
});

test("years beyond 9999 come back as they were sent, which Prisma's own instants do not", async () => {
  const [instant, date] = [new Date("+010000-01-01T06:00:00.000Z"), new Date("+012345-01-01T00:00:00.000Z")];
  const sql = Prisma.sql`select ${instant}::timestamptz as instant, ${date}::date as date, ${[date]}::date[] as dates`;
  vi.stubEnv("TZ", "Asia/Kolkata");
  expect(new Date(0).getTimezoneOffset()).toBe(-330);
  expect((await bothWays(sql)).direct).toEqual([{ instant, date, dates: [date] }]);
});

test("instants are the same where the server writes them in another time zone", async () => {
  const pool = new pg.Pool({ connectionString: workerUrls().superuser, max: 1, options: "-c timezone=Asia/Kolkata" });
  try {
    const sql = Prisma.sql`select '2026-11-24 10:31:00.5+00'::timestamptz as at, '2026-11-24'::date as day`;
    expect(await directRows(pool, sql, "")).toEqual([
      { at: new Date("2026-11-24T10:31:00.500Z"), day: new Date("2026-11-24T00:00:00Z") },
    ]);
  } finally {
    await pool.end();
  }
});

test("the statement is bound to the workspace of its client", async () => {
  const other = await testWorkspace();
  const { db } = tenantDb(other.tenant.id);
  const sql = Prisma.sql`select id from tenants`;
  await expect(tenantSql(workspace.tenant.id, db, sql)).rejects.toThrow("names one tenant and the client of another");
  expect(await tenantSql(other.tenant.id, db, sql)).toEqual([{ id: other.tenant.id }]);
});
