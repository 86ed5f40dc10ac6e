import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { customName } from "@/lib/fields/custom";
import type { Condition } from "@/lib/list-filter";
import { accountOperations } from "@/modules/crm/accounts/operations";
import "@/registry/operations";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { later, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";

/** The rows of a list, and the statements that were sent for them. */
async function counted(ctx: Ctx, input: object) {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    const { rows } = await accountOperations.list(ctx, input);
    return { rows, statements: query.mock.calls.length };
  } finally {
    query.mockRestore();
  }
}

describe("a workspace with 100 custom fields", () => {
  const howMany = 100;
  const kinds = ["text", "number", "date", "boolean"] as const;
  const keyOf = (place: number) => `${kinds[place % kinds.length]}_${place}`;
  const values = (mark: number) =>
    Object.fromEntries(
      Array.from({ length: howMany }, (_, place) => {
        const byKind = [`Text ${mark}`, mark * 100 + place, `2026-01-${10 + mark}`, mark % 2 === 0];
        return [keyOf(place), byKind[place % kinds.length]];
      }),
    );
  let workspace: TestWorkspace;
  let plain: Ctx;
  let wide: Ctx;

  beforeAll(async () => {
    workspace = await testWorkspace();
    plain = await workspace.role("owner");
    for (const name of ["Alder", "Birch"]) await accountOperations.create(plain, { name });
    const statement = `insert into custom_fields (id, tenant_id, entity, key, kind, label, position, updated_at)
      select gen_random_uuid(), $1, 'account', f.key, f.kind, initcap(f.key), f.n, now()
      from unnest($2::text[], $3::text[]) with ordinality as f (key, kind, n)`;
    const places = Array.from({ length: howMany }, (_, place) => place);
    await adminQuery(statement, [
      workspace.tenant.id,
      places.map(keyOf),
      places.map((place) => kinds[place % kinds.length]),
    ]);
    wide = await later(plain);
    for (let mark = 0; mark < 6; mark++)
      await accountOperations.create(wide, { name: `Filled ${mark}`, employees: mark, custom: values(mark) } as never);
  });

  test("lists them with as many statements as without fields", async () => {
    const before = await counted(plain, { limit: 50 });
    const since = await counted(wide, { limit: 50 });
    expect(since.rows).toHaveLength(8);
    expect(since.statements).toBe(before.statements);
  });

  test("returns every value, by eight conditions", async () => {
    const conditions: Condition[] = [
      { field: "name", op: "contains", value: "Filled" },
      { field: "employees", op: "atLeast", value: 1 },
      { field: customName(keyOf(0)), op: "is", value: "Text 4" },
      { field: customName(keyOf(4)), op: "contains", value: "4" },
      { field: customName(keyOf(97)), op: "atLeast", value: 200 },
      { field: customName(keyOf(2)), op: "is", value: "2026-01-14" },
      { field: customName(keyOf(99)), op: "is", value: true },
      { field: customName(keyOf(50)), op: "notEmpty" },
    ];
    const { rows } = await accountOperations.list(wide, {
      conditions,
      sort: { field: customName(keyOf(1)), direction: "desc" },
      limit: 50,
    });
    expect(rows.map(({ name, custom }) => ({ name, custom }))).toEqual([{ name: "Filled 4", custom: values(4) }]);
  });

  test("returns pages by cursor, sorted by a field of its own, without loss", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await accountOperations.list(wide, {
        sort: { field: customName(keyOf(1)), direction: "desc" },
        limit: 3,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.rows.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.slice(0, 6)).toEqual(["Filled 5", "Filled 4", "Filled 3", "Filled 2", "Filled 1", "Filled 0"]);
    expect(seen.slice(6).sort()).toEqual(["Alder", "Birch"]);
  });
});

describe("a member of 50 teams who sees what is their own and their teams'", () => {
  test("gets the records of all their teams in one list, and none of others", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.role("owner");
    const [member, stranger] = [await workspace.join("member"), await workspace.join("member")];
    const expected = ["Without an owner", "Own"];
    await accountOperations.create(owner, { name: "Without an owner", ownerId: null });
    await accountOperations.create(owner, { name: "Own", ownerId: member.id });
    await accountOperations.create(owner, { name: "Of a stranger", ownerId: stranger.id });
    for (let place = 0; place < 50; place++) {
      const teamId = newId();
      await owner.db.team.create({ data: { id: teamId, name: `Team ${place}`, nameKey: `team ${place}` } });
      const ids = [member.id];
      if (place % 10 === 0) {
        const colleague = await workspace.join("member");
        await accountOperations.create(owner, { name: `Of team ${place}`, ownerId: colleague.id });
        expected.push(`Of team ${place}`);
        ids.push(colleague.id);
      }
      await owner.db.teamMember.createMany({ data: ids.map((memberId) => ({ teamId, memberId })) });
    }
    const visibility = { account: "team" } as const;
    const one = await counted(await workspace.as(member, { visibility }), { limit: 100 });
    expect(one.rows.map(({ name }) => name).sort()).toEqual([...expected].sort());
    const without = await counted(await workspace.as(stranger, { visibility }), { limit: 100 });
    expect(without.rows.map(({ name }) => name).sort()).toEqual(["Of a stranger", "Without an owner"]);
    expect(one.statements).toBe(without.statements);
  });
});
