import { beforeAll, expect, test } from "vitest";
import { maxListed } from "@/lib/nouns/family";
import { unseenRecord } from "@/lib/unseen-record";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { getAccountTotals } from "../opportunities/totals/operations";
import { accountOperations } from "./operations";

let workspace: TestWorkspace;
let admin: Ctx;

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const names = async (id: string) =>
  (await accountOperations.family(admin, { id })).members.map(({ name, depth }) => `${"-".repeat(depth)}${name}`);

test("an archived account leaves the trees of others, not its own nor those below it", async () => {
  const top = await accountOperations.create(admin, { name: "Top" });
  const middle = await accountOperations.create(admin, { name: "Middle", parentId: top.id });
  const below = await accountOperations.create(admin, { name: "Below", parentId: middle.id });
  await accountOperations.create(admin, { name: "Other", parentId: top.id });
  expect(await names(below.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
  await accountOperations.archive(admin, { id: middle.id, version: middle.version });
  expect(await names(top.id)).toEqual(["Top", "-Other"]);
  expect(await names(middle.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
  expect(await names(below.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
});

test("lists the nearest accounts of a large family, each with its ancestors, and how many there are", async () => {
  const top = await accountOperations.create(admin, { name: "Aa" });
  await adminQuery(
    `insert into accounts (id, tenant_id, parent_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, $2, n, n, now() from (select 'child ' || lpad(n::text, 3, '0') as n from generate_series(1, 250) n) names`,
    [workspace.tenant.id, top.id],
  );
  const last = await accountOperations.create(admin, { name: "Last", parentId: top.id });
  const below = await accountOperations.create(admin, { name: "Below the last", parentId: last.id });
  const ofTop = await accountOperations.family(admin, { id: top.id });
  expect(ofTop).toMatchObject({ count: 253, children: 251, complete: true });
  expect(ofTop.members).toHaveLength(maxListed);
  expect(ofTop.members.at(-1)).toMatchObject({ name: "child 199", depth: 1 });
  const ofLast = await accountOperations.family(admin, { id: last.id });
  expect(ofLast).toMatchObject({ count: 253, children: 1 });
  expect(ofLast.members.slice(-3).map((member) => member.name)).toEqual(["child 197", "Last", "Below the last"]);
  const ids = new Set([null, ...ofLast.members.map((member) => member.id)]);
  expect(ofLast.members.filter((member) => !ids.has(member.parentId))).toEqual([]);
  const seller = await workspace.as(await workspace.join("member"), { visibility: { account: "own" } });
  await adminQuery("update accounts set owner_id = $2 where id = $1", [below.id, seller.member?.id]);
  await adminQuery("update accounts set owner_id = $2 where parent_id = $1", [top.id, admin.member?.id]);
  expect(await accountOperations.family(seller, { id: below.id })).toMatchObject({ count: 2, complete: false });
});

test("lists of hidden accounts only the parents of visible ones, without name and id, as in the totals", async () => {
  const seller = await workspace.join("member");
  const own = await workspace.as(seller, { visibility: { account: "own" } });
  const make = async (name: string, parentId: string | null, owner: string | undefined) =>
    (await accountOperations.create(admin, { name, parentId, ownerId: owner })).id;
  const group = await make("Group", null, admin.member?.id);
  const holding = await make("Holding", group, seller.id);
  const region = await make("Region", holding, admin.member?.id);
  const country = await make("Country", region, admin.member?.id);
  const city = await make("City", country, seller.id);
  await make("Street", city, admin.member?.id);
  await make("Other city", country, admin.member?.id);
  const { members, ...facts } = await accountOperations.family(own, { id: city });
  expect(facts).toEqual({ complete: false, count: 4, children: 0 });
  expect(members).toEqual([
    { id: null, name: unseenRecord, parentId: null, depth: 0 },
    { id: holding, name: "Holding", parentId: null, depth: 1 },
    { id: null, name: unseenRecord, parentId: null, depth: 2 },
    { id: city, name: "City", parentId: null, depth: 3 },
  ]);
  const totals = await getAccountTotals(own, { id: holding });
  expect(totals.members.map(({ totals: _figures, ...place }) => place)).toEqual([
    { id: holding, name: "Holding", parentId: null, depth: 0 },
    { id: city, name: "City", parentId: null, depth: 2 },
  ]);
  expect((await accountOperations.get(own, { id: city })).parent).toEqual({ id: null, name: unseenRecord });
  const all = await accountOperations.family(admin, { id: city });
  expect(all.members.map(({ parentId, depth }) => [parentId, depth])).toEqual([
    [null, 0],
    [group, 1],
    [holding, 2],
    [region, 3],
    [country, 4],
    [city, 5],
    [country, 4],
  ]);
});

test("a circle that should not be there ends", async () => {
  const [one, two] = [
    await accountOperations.create(admin, { name: "Egg" }),
    await accountOperations.create(admin, { name: "Hen" }),
  ];
  await adminQuery("update accounts set parent_id = $2 where id = $1", [one.id, two.id]);
  await adminQuery("update accounts set parent_id = $2 where id = $1", [two.id, one.id]);
  expect(await accountOperations.family(admin, { id: one.id })).toMatchObject({ count: 2 });
});

test("shows each account alone to a member who may not read its parent", async () => {
  const top = await accountOperations.create(admin, { name: "Above" });
  const below = await accountOperations.create(admin, { name: "Under", parentId: top.id });
  const blind = { ...admin, hiddenFields: { account: ["parent"] } };
  for (const { id, name } of [top, below])
    expect(await accountOperations.family(blind, { id })).toMatchObject({
      count: 1,
      children: 0,
      members: [{ id, name }],
    });
});
