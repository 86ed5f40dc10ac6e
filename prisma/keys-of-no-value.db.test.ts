import "@/registry/register";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery, queryAs, workerUrls } from "@/test/db";

const migration = "prisma/migrations/20261124112000_keys_of_no_value/migration.sql";
const forced = () =>
  adminQuery("select relname from pg_class where relkind = 'r' and relforcerowsecurity order by relname");

test("the owner of the database takes keys of no value away, with their rows, and no others", async () => {
  const workspace = await testWorkspace();
  const { key } = await createCustomField(await workspace.role("admin"), {
    entity: "contact",
    kind: "text",
    label: "Region",
  });
  const ctx = await later(await workspace.role("admin"));
  const { id } = await contactOperations.create(ctx, { firstName: "Ann", custom: { [key]: "Emea" } });
  const keysOf = async () =>
    (
      await adminQuery<{ keys: Record<string, unknown> }>("select custom_keys as keys from contacts where id = $1", [
        id,
      ])
    )[0]?.keys;
  const rowsOf = async () =>
    (
      await adminQuery<{ field: string }>("select field from custom_values where record_id = $1 order by field", [id])
    ).map(({ field }) => field);
  const [keys, rows, tables] = [await keysOf(), await rowsOf(), await forced()];
  expect(JSON.stringify(keys)).toContain("emea");
  await adminQuery("update contacts set custom_keys = custom_keys || $2::jsonb where id = $1", [
    id,
    JSON.stringify({ "contact.constructor": ["function object() { [native code] }"] }),
  ]);
  expect(await rowsOf()).toEqual([...rows, "contact.constructor"].sort());

  await queryAs(workerUrls().owner, await readFile(migration, "utf8"), []);
  expect([await keysOf(), await rowsOf(), await forced()]).toEqual([keys, rows, tables]);
  expect(await contactOperations.get(ctx, { id })).toMatchObject({ custom: { [key]: "Emea" }, name: "Ann" });
});
