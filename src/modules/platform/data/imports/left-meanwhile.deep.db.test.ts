import "@/registry/operations";
import { expect, test } from "vitest";
import { createApiKey, revokeApiKey } from "@/modules/platform/identity/api-keys/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { changeRole } from "@/modules/platform/identity/members/operations/roles";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { addImportFile } from "./operations/add-file";
import { createImport } from "./operations/manage-imports";

const workspace = await testWorkspace();
const owner = await workspace.role("owner");

/** A file that comes in slowly: something happens between its first row and its last one. */
async function* during(happens: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
  yield Buffer.from("Company\nOne\n");
  await happens();
  yield Buffer.from("Two\n");
}

const filesOf = (id: string) => adminQuery("select status from import_files where import_id = $1", [id]);

test.each([
  ["is removed", (id: string) => removeMember(owner, { id, version: 1 })],
  ["may only read from now on", (id: string) => changeRole(owner, { id, version: 1, role: "viewer" as const })],
  [
    "is suspended with the workspace",
    () => workspace.system.db.tenant.updateMany({ where: {}, data: { status: "suspended" } }),
  ],
])("a file stays out whose sender %s while it comes in", async (_, happens) => {
  const member = await workspace.join("admin");
  const ctx = await workspace.as(member);
  const { id } = await createImport(ctx, {});
  const content = during(() => happens(member.id));
  await expect(addImportFile(ctx, { id, name: "a.csv", content })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await filesOf(id)).toEqual([]);
  await workspace.system.db.tenant.updateMany({ where: {}, data: { status: "active" } });
});

test("so does one whose key is revoked; others go in", async () => {
  const member = await workspace.join("admin");
  const scopes = ["record:import" as const];
  const key = await createApiKey(await workspace.as(member), { name: "Files", scopes });
  const ctx = {
    ...(await workspace.as(member, { scopes })),
    actor: { type: "apiKey" as const, keyId: key.id, memberId: member.id, scopes },
  };
  const { id } = await createImport(ctx, {});
  await addImportFile(ctx, { id, name: "a.csv", content: during(async () => null) });
  const content = during(() => revokeApiKey(owner, { id: key.id }));
  await expect(addImportFile(ctx, { id, name: "b.csv", content })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await filesOf(id)).toEqual([{ status: "ready" }]);
});
