import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { inputName } from "@/lib/fields/field";
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

// A field that points to its own noun makes a tree: no path closes a circle, and a branch moves as a whole.

type Row = { id: string; version: number };
type Update = (ctx: Ctx, input: object) => Promise<Row>;
const all = Object.values(declaredNouns);
const trees = all.flatMap((declared) =>
  treeFields(declared.noun).map(
    ([name, field, { sqlColumn }]) =>
      [`${declared.noun.entity}.${name}`, { declared, name, sqlColumn, given: inputName(name, field) }] as const,
  ),
);

let ctx: Ctx;
let member: TestMember;
let ids: Readonly<Record<string, string>>;
let key: Record<string, string>;
beforeAll(async () => {
  ({ member, ctx, ids, key } = await filledOwner());
});

test("there are trees", () => expect(trees.length).toBeGreaterThan(0));

describe.each(trees)("the tree of %s", (_title, { declared, name, sqlColumn, given }) => {
  const { table, path } = declared.noun.head;
  const update = declared.update as unknown as Update;
  const make = (aboveId: string | null) =>
    makeRecord(ctx, declared, { marker: `Sample ${randomUUID()}`, memberId: member.id, ids }, { [given]: aboveId });
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

  test(`has at most ${maxLevels} levels`, async () => {
    const full = await chain(maxLevels);
    const [target, below] = [await make(null), await make(null)];
    const [top = "", last = ""] = [full[0], full.at(-1)];
    await expect(update(ctx, { id: top, version: 1, [given]: target })).rejects.toMatchObject(refusal);
    await expect(update(ctx, { id: below, version: 1, [given]: last })).rejects.toMatchObject(refusal);
    expect((await stored([top, below])).map(({ above }) => above)).toEqual([null, null]);
    const fits = await update(ctx, { id: below, version: 1, [given]: full.at(-2) });
    expect(fits.version, name).toBe(2);
  });
});
