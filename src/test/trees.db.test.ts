// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { updateTeam } from "@/modules/platform/identity/teams/operations";
import { updateCalendar } from "@/modules/platform/workspace/calendars/operations/calendars";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { maxLevels } from "@/server/nouns/tree";
import { treeFields } from "@/server/nouns/tree-rule";
import { atOnce } from "./at-once";
import type { TestMember } from "./ctx";
import { adminQuery } from "./db";
import { filledOwner } from "./filled-owner";
import { makeRecord } from "./noun-rows";
import { rest } from "./tenancy/doors";

// A field that points to its own noun makes a tree: no path closes a circle, and a branch moves as a whole. Teams and
// calendars are no declared nouns and use the same piece.

type Ask = (ctx: Ctx, input: object) => Promise<unknown>;
interface Page {
  rows: { id: string }[];
  total: number;
}
type Row = { id: string; version: number };
type Update = (ctx: Ctx, input: object) => Promise<Row>;
interface Tested {
  table: string;
  path: string;
  /** The field as the database and inputs name it. */
  sqlColumn: string;
  given: string;
  update: Update;
  /** Stores a record below another one, and returns its id. */
  make(aboveId: string | null): Promise<string>;
}

const trees: [string, Tested][] = Object.values(declaredNouns).flatMap((declared) =>
  treeFields(declared.noun).map(({ field, table, sqlColumn }): [string, Tested] => {
    const { head, fields, entity } = declared.noun;
    const given = inputName(field, (fields as Fields)[field] as Field);
    const make = (aboveId: string | null) =>
      makeRecord(ctx, declared, { marker: `Sample ${randomUUID()}`, memberId: member.id, ids }, { [given]: aboveId });
    const update = declared.update as unknown as Update;
    return [`${entity}.${field}`, { table, path: head.path, sqlColumn, given, update, make }];
  }),
);
const teams: Tested = {
  table: "teams",
  path: "teams",
  sqlColumn: "parent_id",
  given: "parentId",
  update: updateTeam as unknown as Update,
  async make(parentId) {
    const name = `Sample ${randomUUID()}`;
    return (await ctx.db.team.create({ data: { name, nameKey: name.toLowerCase(), parentId } })).id;
  },
};
const calendars: Tested = {
  table: "calendars",
  path: "calendars",
  sqlColumn: "parent_id",
  given: "parentId",
  update: updateCalendar as unknown as Update,
  async make(parentId) {
    const name = `Sample ${randomUUID()}`;
    const week = [[{ from: 540, until: 1020 }], [], [], [], [], [], []];
    return (
      await ctx.db.calendar.create({ data: { kind: "shared", name, nameKey: name.toLowerCase(), parentId, week } })
    ).id;
  },
};

let ctx: Ctx;
let member: TestMember;
let ids: Readonly<Record<string, string>>;
let key: Record<string, string>;
beforeAll(async () => {
  ({ member, ctx, ids, key } = await filledOwner());
});

const tested = [...trees, ["team.parent", teams] as const, ["calendar.parent", calendars] as const];

test("every foreign key to its own table is tested here", async () => {
  const keys = await adminQuery<{ table: string; column: string }>(
    `select c.conrelid::regclass::text as table, a.attname as column
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
     where c.contype = 'f' and c.conrelid = c.confrelid and a.attname <> 'tenant_id' order by 1, 2`,
  );
  // A reply stays in its thread.
  const fixed = ["comments.thread_id"];
  const known = tested.map(([, { table, sqlColumn }]) => `${table}.${sqlColumn}`);
  expect(keys.map(({ table, column }) => `${table}.${column}`)).toEqual([...known, ...fixed].toSorted());
});

describe.each(tested)("the tree of %s", (_title, { table, path, sqlColumn, given, update, make }) => {
  /** The ids of a chain, from the top. */
  async function chain(levels: number): Promise<string[]> {
    const made: string[] = [];
    for (let at = 0; at < levels; at++) made.push(await make(made.at(-1) ?? null));
    return made;
  }
  const stored = (of: readonly string[]) =>
    adminQuery<{ id: string; above: string | null; version: number }>(
      `select id, ${sqlColumn} as above, version from ${table} where id = any($1::uuid[]) order by id`,
      [of],
    );
  const refusal = { code: "VALIDATION", details: { fields: [{ path: given }] } };

  test("has no circle, whatever path would close it", async () => {
    const known = await chain(3);
    const [top = "", , last = ""] = known;
    const before = await stored(known);
    for (const aboveId of [last, top]) {
      await expect(update(ctx, { id: top, version: 1, [given]: aboveId })).rejects.toMatchObject(refusal);
      const answer = await rest("PATCH", `/${path}/${top}`, key, { version: 1, [given]: aboveId });
      expect(answer).toMatchObject(refusal);
    }
    expect(await stored(known)).toEqual(before);
  });

  test("has no circle by two moves at once", async () => {
    const [one, other] = [await make(null), await make(null)];
    const below = (id: string, aboveId: string) => () => update(ctx, { id, version: 1, [given]: aboveId });
    const answers = await atOnce<Row>(below(one, other), below(other, one));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: refusal });
    expect((await stored([one, other])).filter(({ above }) => above !== null)).toHaveLength(1);
  });

  test("moves a branch by one row", async () => {
    const branch = await chain(3);
    const target = await make(null);
    const before = await stored([...branch, target]);
    const [top = ""] = branch;
    await update(ctx, { id: top, version: 1, [given]: target });
    const moved = before.map((row) => (row.id === top ? { ...row, above: target, version: 2 } : row));
    expect(await stored([...branch, target])).toEqual(moved);
  });

  // A workspace may have fewer calendars than a tree may have levels.
  test.skipIf(table === "calendars")(`has at most ${maxLevels} levels`, async () => {
    const full = await chain(maxLevels);
    const [target, below] = [await make(null), await make(null)];
    const [top = "", last = ""] = [full[0], full.at(-1)];
    await expect(update(ctx, { id: top, version: 1, [given]: target })).rejects.toMatchObject(refusal);
    await expect(update(ctx, { id: below, version: 1, [given]: last })).rejects.toMatchObject(refusal);
    expect((await stored([top, below])).map(({ above }) => above)).toEqual([null, null]);
    const fits = await update(ctx, { id: below, version: 1, [given]: full.at(-2) });
    expect(fits.version).toBe(2);
  });

  test("grows and moves no more where 1,000 levels are stored", async () => {
    const [top, one] = [await make(null), await make(null)];
    const last = await storedChain(table, sqlColumn, top, 1_000);
    for (const input of [
      { id: one, [given]: last },
      { id: top, [given]: one },
      { id: top, [given]: last },
    ])
      await expect(update(ctx, { version: 1, ...input })).rejects.toMatchObject(refusal);
    expect((await stored([top, one])).map(({ above }) => above)).toEqual([null, null]);
  });
});

const listed = Object.values(declaredNouns).flatMap((declared) =>
  treeFields(declared.noun).map(({ field, table }) => ({ field, table, declared })),
);

describe.each(listed)("a list of $table by levels", ({ field, table, declared }) => {
  const { list, groups, totals } = declared as unknown as Record<"list" | "groups" | "totals", Ask>;
  const [, tree] = trees.find(([name]) => name === `${declared.noun.entity}.${field}`) ?? [];
  const make = (aboveId: string | null) => tree?.make(aboveId) ?? Promise.reject(new Error("It is no tree."));
  const within = { field, value: null };
  const archive = (id: string) => adminQuery(`update ${table} set archived_at = now() where id = $1`, [id]);
  /** Those of these records that the first level shows. */
  async function first(ids: readonly string[]): Promise<string[]> {
    const { rows } = (await list(ctx, { within, limit: 100, sort: { field: "createdAt", direction: "desc" } })) as Page;
    return ids.filter((id) => rows.some((row) => row.id === id));
  }

  test("begins with the records that have none above them", async () => {
    const top = await make(null);
    const below = await make(top);
    expect(await first([top, below])).toEqual([top]);
    const count = (await totals(ctx, { within })) as { count: number };
    expect(count).toMatchObject({ count: ((await list(ctx, { within })) as Page).total });
  });

  test("loses nothing below an archived record", async () => {
    const [top, other] = [await make(null), await make(null)];
    const [below, beside] = [await make(top), await make(other)];
    await archive(top);
    expect(await first([top, below, other, beside])).toEqual([below, other]);
    await archive(below);
    const archived = (await list(ctx, { within, archived: true, limit: 100 })) as Page;
    expect(archived.rows.map(({ id }) => id).filter((id) => [top, below].includes(id))).toEqual([top]);
  });

  test("counts the records right below others", async () => {
    const [top, bare] = [await make(null), await make(null)];
    const branch = await make(top);
    const last = await make(top);
    await make(branch);
    await archive(last);
    const conditions = [{ field, op: "anyOf", value: [top, branch, bare] }];
    const counted = (await groups(ctx, { group: field, conditions })) as { value: string; count: number }[];
    expect(new Map(counted.map(({ value, count }) => [value, count]))).toEqual(
      new Map([
        [top, 1],
        [branch, 1],
      ]),
    );
  });
});

/** Copies a record, without its unique values, to a chain below it, as older rules allowed; returns the last id. */
async function storedChain(table: string, sqlColumn: string, top: string, levels: number): Promise<string> {
  const made = Array.from({ length: levels - 1 }, () => randomUUID());
  await adminQuery(
    `insert into ${table}
     select (jsonb_populate_record(t, u.none || jsonb_build_object('id', v.id, '${sqlColumn}', v.above))).*
     from (select set_config('session_replication_role', 'replica', true)) quiet, ${table} t, (
       select coalesce(jsonb_object_agg(a.attname, null), '{}') as none
       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indrelid = '${table}'::regclass and i.indisunique and a.attname not in ('id', 'tenant_id')
     ) u, unnest($2::uuid[], $3::uuid[]) v (id, above) where t.id = $1`,
    [top, made, [top, ...made.slice(0, -1)]],
  );
  return made.at(-1) ?? top;
}
