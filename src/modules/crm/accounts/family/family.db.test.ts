import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { archiveAccount, createAccount } from "../operations";
import { getAccountFamily } from "./operations";
import { mostTold } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

const names = async (id: string) =>
  (await getAccountFamily(admin, { id })).members.map(({ name, depth }) => `${"-".repeat(depth)}${name}`);

test("an archived account leaves the trees of others, not its own nor those below it", async () => {
  const top = await createAccount(admin, { name: "Top" });
  const middle = await createAccount(admin, { name: "Middle", parentId: top.id });
  const below = await createAccount(admin, { name: "Below", parentId: middle.id });
  await createAccount(admin, { name: "Other", parentId: top.id });
  expect(await names(below.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
  await archiveAccount(admin, { id: middle.id, version: middle.version });
  expect(await names(top.id)).toEqual(["Top", "-Other"]);
  expect(await names(middle.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
  expect(await names(below.id)).toEqual(["Top", "-Middle", "--Below", "-Other"]);
});

test("of a large family those nearest are told, each with all above it, and how many there are", async () => {
  const top = await createAccount(admin, { name: "Aa" });
  await adminQuery(
    `insert into accounts (id, tenant_id, parent_id, name, name_key, updated_at)
     select gen_random_uuid(), $1, $2, n, n, now() from (select 'child ' || lpad(n::text, 3, '0') as n from generate_series(1, 250) n) names`,
    [workspace.tenant.id, top.id],
  );
  const last = await createAccount(admin, { name: "Last", parentId: top.id });
  const below = await createAccount(admin, { name: "Below the last", parentId: last.id });
  const ofTop = await getAccountFamily(admin, { id: top.id });
  expect(ofTop).toMatchObject({ count: 253, children: 251, complete: true });
  expect(ofTop.members).toHaveLength(mostTold);
  expect(ofTop.members.at(-1)).toMatchObject({ name: "child 199", depth: 1 });
  const ofLast = await getAccountFamily(admin, { id: last.id });
  expect(ofLast).toMatchObject({ count: 253, children: 1 });
  expect(ofLast.members.slice(-3).map((member) => member.name)).toEqual(["child 197", "Last", "Below the last"]);
  const ids = new Set([null, ...ofLast.members.map((member) => member.id)]);
  expect(ofLast.members.filter((member) => !ids.has(member.parentId))).toEqual([]);
  const seller = await workspace.as(await workspace.join("member"), { visibility: { account: "own" } });
  await adminQuery("update accounts set owner_id = $2 where id = $1", [below.id, seller.member?.id]);
  await adminQuery("update accounts set owner_id = $2 where parent_id = $1", [top.id, admin.member?.id]);
  expect(await getAccountFamily(seller, { id: below.id })).toMatchObject({ count: 253, complete: false });
});

test("a circle that should not be there ends", async () => {
  const [one, two] = [await createAccount(admin, { name: "Egg" }), await createAccount(admin, { name: "Hen" })];
  await adminQuery("update accounts set parent_id = $2 where id = $1", [one.id, two.id]);
  await adminQuery("update accounts set parent_id = $2 where id = $1", [two.id, one.id]);
  expect(await getAccountFamily(admin, { id: one.id })).toMatchObject({ count: 2 });
});
