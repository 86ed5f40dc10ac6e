import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { later, type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { statementsOf } from "@/test/plans";
import { listFeed } from "./operations/feed";
import type { TimelineEntry } from "./schema";

let workspace: TestWorkspace;
let [seller, colleague]: TestMember[] = [];
let [ofSeller, ofColleague]: Ctx[] = [];
let admin: Ctx;
let team: { id: string };

type Input = Parameters<typeof listFeed>[1];

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  [seller, colleague] = [await workspace.join("member"), await workspace.join("member")];
  await workspace.join("member");
  team = await createTeam(admin, { name: "Roofs", memberIds: [seller.id] });
  [ofSeller, ofColleague] = [await workspace.as(seller), await workspace.as(colleague)];
  const made = await accountOperations.create(ofSeller, { name: "Copper", employees: 5, industry: "Retail" });
  await accountOperations.update(admin, { id: made.id, version: made.version, employees: 7 });
  await accountOperations.create(ofColleague, { name: "Glass" });
  await accountOperations.create(admin, { name: "Slate", ownerId: null });
  await projectOperations.create(admin, { name: "Dome" });
});

/** All pages of a feed, with the number of them. */
async function walked(ctx: Ctx, input: Input = {}) {
  const rows: TimelineEntry[] = [];
  let pages = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listFeed>> = await listFeed(ctx, { ...input, ...(cursor ? { cursor } : {}) });
    rows.push(...page.rows);
    cursor = page.nextCursor;
    pages++;
  } while (cursor && pages < 50);
  return { rows, pages };
}
const told = (rows: readonly TimelineEntry[]) => rows.map(({ verb, title }) => `${verb} ${title}`);
const all = ["created Dome", "created Slate", "created Glass", "changed Copper", "created Copper"];

describe("who sees what", () => {
  test.each(["everyone", "own"] as const)("each entry is of a record that one sees: %s", async (account) => {
    for (const member of [seller, colleague]) {
      const ctx = await workspace.as(member as TestMember, { visibility: { account } });
      const seen: string[] = [];
      for (const entry of (await walked(admin)).rows) {
        const rows = await timelineOf(entry.entity)?.scope.load(ctx, [entry.entityId]);
        if (rows?.length) seen.push(entry.id);
      }
      for (const limit of [1, 2, 30]) expect((await walked(ctx, { limit })).rows.map(({ id }) => id)).toEqual(seen);
      expect(seen.length < all.length).toBe(account === "own");
    }
  });

  test("tells records, newest first, with their changes, and no settings", async () => {
    const { rows } = await walked(admin);
    expect(told(rows)).toEqual(all);
    expect(rows[3]?.changes).toMatchObject([{ field: "employees", before: 5, after: 7 }]);
    await expect(listFeed(admin, { entities: ["team"] })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("hides the fields that one may not read", async () => {
    const blind = await workspace.as(seller as TestMember, { hiddenFields: { account: ["employees"] } });
    const fields = async (ctx: Ctx) =>
      (await walked(ctx)).rows.flatMap(({ changes }) => changes.map(({ field }) => field));
    expect(await fields(ofSeller as Ctx)).toContain("employees");
    expect(await fields(blind)).not.toContain("employees");
  });

  test("refuses guests", async () => {
    await expect(listFeed(await workspace.role("guest"), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("filters", () => {
  test("of a team, a person, kinds of record and kinds of entries", async () => {
    const rowsOf = async (input: Input) => told((await walked(admin, input)).rows);
    expect(await rowsOf({ teamId: team.id })).toEqual(["created Copper"]);
    expect(await rowsOf({ memberId: colleague?.id ?? "" })).toEqual(["created Glass"]);
    expect(await rowsOf({ memberId: admin.member?.id ?? "", entities: ["account"] })).toEqual([
      "created Slate",
      "changed Copper",
    ]);
    expect(await rowsOf({ teamId: team.id, memberId: colleague?.id ?? "" })).toEqual([]);
    expect(await rowsOf({ entities: ["project"] })).toEqual(["created Dome"]);
    expect(await rowsOf({ kind: "stages" })).toEqual([]);
    expect(await rowsOf({ kind: "touches", memberId: colleague?.id ?? "" })).toEqual(["created Glass"]);
  });

  test("a team that does not exist is not found", async () => {
    await expect(listFeed(admin, { teamId: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a module that is off is left out", async () => {
  const other = await testWorkspace();
  const ctx = await other.role("owner");
  await projectOperations.create(ctx, { name: "Dome" });
  await accountOperations.create(ctx, { name: "Copper" });
  await setModule(ctx, { module: "pmo", on: false });
  expect(told((await walked(await later(ctx))).rows)).toEqual(["created Copper"]);
});

test("an act on many records is one entry with those that one sees", async () => {
  const other = await testWorkspace();
  const [ctx, member] = [await other.role("admin"), await other.join("member")];
  const batch = newId();
  for (const name of ["Copper", "Glass", "Slate"])
    await accountOperations.create(ctx, { name, ownerId: name === "Slate" ? (ctx.member?.id ?? null) : member.id });
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, before, after, data, request_id, batch_id, batch_key, is_first)
     select uuidv7(), $1, 'account.updated', 'account', a.id, $2, $3, '{"employees": 1}', '{"employees": 2}', '{}', 'test',
       $4::uuid, $4 || ' account.updated', false
     from accounts a where a.tenant_id = $1`,
    [other.tenant.id, { type: "user", memberId: member.id }, member.id, batch],
  );
  const counts = async (by: Ctx) => (await walked(by, { limit: 1 })).rows.flatMap((row) => row.batch?.count ?? []);
  expect(await counts(ctx)).toEqual([3]);
  expect(await counts(await other.as(member, { visibility: { account: "own" } }))).toEqual([2]);
});

test("five thousand hidden events are passed page by page, each of a bounded number, in a bounded number of statements", async () => {
  const other = await testWorkspace();
  const [ctx, member] = [await other.role("admin"), await other.join("member")];
  const hers = await other.as(member, { visibility: { account: "own" } });
  for (let count = 0; count < 100; count++) await accountOperations.create(hers, { name: `Roof ${count}` });
  const visible = async (limit: number) => {
    const statements = await statementsOf(async () =>
      expect((await listFeed(hers, { limit })).rows).toHaveLength(limit),
    );
    return statements.length;
  };
  const few = await visible(10);
  expect(await visible(100)).toBe(few);
  expect(few).toBeLessThanOrEqual(4);

  const { id } = await accountOperations.create(ctx, { name: "Hidden", ownerId: ctx.member?.id ?? null });
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, before, after, data, request_id, is_first)
     select uuidv7(), $1, 'account.updated', 'account', $2, $3, $4, '{"employees": 1}', '{"employees": 2}', '{}', 'test', true
     from generate_series(1, 5000)`,
    [other.tenant.id, id, { type: "user", memberId: ctx.member?.id }, ctx.member?.id],
  );
  const first = await listFeed(hers, { limit: 30 });
  expect(first).toMatchObject({ rows: [], nextCursor: expect.any(String) });
  const { rows, pages } = await walked(hers, { limit: 30 });
  expect(rows).toHaveLength(100);
  expect(pages).toBeGreaterThan(5);
  expect(pages).toBeLessThan(15);
});
