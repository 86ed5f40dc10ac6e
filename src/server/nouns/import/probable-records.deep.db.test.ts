import "@/registry/register";
import { beforeEach, expect, test } from "vitest";
import { withoutLegalForm } from "@/lib/legal-forms";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";

let workspace: TestWorkspace;
let admin: Ctx;
beforeEach(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

/** The names of the accounts that an actor gets for one name. */
const probable = async (ctx: Ctx, name: string): Promise<string[]> => {
  const found = await referenceTo("account")?.findProbable?.(ctx, [name]);
  return (found?.get(withoutLegalForm(name)) ?? []).map(({ label }) => label).toSorted();
};

/** So many accounts of somebody, each with a number in its name. */
const fill = async (count: number, name: string, ownerId: string | null = null) =>
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, owner_id, updated_at)
     select gen_random_uuid(), $1, replace($2, '#', i::text), lower(replace($2, '#', i::text)), $3, now()
     from generate_series(1, $4::int) i`,
    [workspace.tenant.id, name, ownerId, count],
  );

test("an account is found among many whose names begin alike", async () => {
  await fill(200, "Ostwind Anlage #");
  await fill(200, "Ostwind, Halle # AG");
  await accountOperations.create(admin, { name: "Ostwind GmbH" });
  expect(await probable(admin, "Ostwind")).toEqual(["Ostwind GmbH"]);
});

test("accounts that the importer does not see take nobody's place", async () => {
  const [hers, his] = [await workspace.join("member"), await workspace.join("member")];
  const visibility = { account: "own" } as const;
  await workspace.system.db.visibilitySetting.create({ data: { entity: "account", level: "own" } });
  await fill(200, "Ostwind AG", his.id);
  await fill(1, "Ostwind GmbH", hers.id);
  expect(await probable(await workspace.as(hers, { visibility }), "Ostwind")).toEqual(["Ostwind GmbH"]);
});

test.each([
  ["a few", 0],
  ["very many", 1_200],
])("the database reads legal forms as the server does, where %s others begin alike", async (_, others) => {
  await fill(others, "Nord Anlage #");
  const forms = ["", " GmbH & Co. KG", " UG (haftungsbeschränkt)", "-AG", " GmbH (DE)", ", Inc.", " A/S", " S.à r.l."];
  const more = [" S. de R.L. de C.V.", " SA/NV", " + Co. KG", " and Company", " Ges.m.b.H.", " Sp. z o.o.", " e. K."];
  const names = [...forms, ...more].map((form) => `Nord${form}`);
  for (const name of names) await accountOperations.create(admin, { name });
  for (const name of ["Nord Energie AG", "Nordlicht AG", "Nord+ AG", `Nord ${"AG ".repeat(30)}`])
    await accountOperations.create(admin, { name });
  expect(await probable(admin, "Nord Ltd")).toEqual(names.toSorted());
});
