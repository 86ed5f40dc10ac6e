import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { archiveAccount, createAccount } from "../operations";
import { getAccountFamily } from "./operations";

let admin: Ctx;

beforeAll(async () => {
  admin = await (await testWorkspace()).role("admin");
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
