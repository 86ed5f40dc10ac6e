import "@/registry/register";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { updateProfile } from "@/modules/platform/identity/auth/operations/person";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { platformQuery } from "@/server/db/client";
import { tenantDb } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { tenantFolder } from "@/server/tenant-folder";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { fillWorkspace, rowHash } from "@/test/full-workspace";
import { mailedToken, newPerson, requestIn, requestOf, signInAs } from "@/test/identity";
import { tablesNaming } from "@/test/tables-naming";
import { myWorkspaces } from "../operations/create";
import { acceptInvitation } from "../operations/joining";
import { purgeFiles, purgeRows, purgeWorkspace } from "./operations/purge";

async function filled(): Promise<TestWorkspace & { marker: string }> {
  const workspace = await testWorkspace();
  const { marker } = await fillWorkspace(await workspace.role("owner"));
  return { ...workspace, marker };
}

const due = (tenantId: string, when: string) =>
  adminQuery(
    "update tenants set deletion_asked_at = now() - interval '14 days', deletion_due_at = now() + $2::interval where id = $1",
    [tenantId, when],
  );

describe("the end of a workspace", () => {
  test("leaves no row of it in any table, none that names it but the log's, and no other workspace changed", async () => {
    const [mine, other] = [await filled(), await filled()];
    await platformQuery(
      "note",
      "insert into identity_events (id, name, request_id, data) values ($1, 'person.acceptedInvitation', 'r', $2)",
      [newId(), JSON.stringify({ tenantId: mine.tenant.id, invitationId: newId() })],
    );
    await mkdir(tenantFolder(mine.tenant.id), { recursive: true });
    await writeFile(join(tenantFolder(mine.tenant.id), "export.zip"), "content");
    const before = await rowHash(other.tenant.id);
    const held = await tablesNaming(mine.tenant.id);
    expect(Object.keys(held).length).toBeGreaterThan(50);
    await due(mine.tenant.id, "-1 second");

    await purgeFiles(mine.tenant.id);
    expect(await purgeRows(mine.tenant.id)).toBeGreaterThan(60);
    expect(await purgeRows(mine.tenant.id)).toBe(0);
    // A run that fails here is followed by another.
    const asked = "select job from due_work where tenant_id = $1 and job = '*'";
    expect(await adminQuery(asked, [mine.tenant.id])).toHaveLength(1);
    expect(await purgeWorkspace(mine.tenant.id)).toBe(true);
    expect(await purgeWorkspace(mine.tenant.id)).toBe(false);
    expect(await purgeRows(mine.tenant.id)).toBe(0);

    expect(await tablesNaming(mine.tenant.id)).toEqual({ staff_events: 1 });
    expect(await tablesNaming(mine.marker)).toEqual({});
    expect(existsSync(tenantFolder(mine.tenant.id))).toBe(false);
    expect(await rowHash(other.tenant.id)).toBe(before);
    const [line] = await adminQuery("select name, workspace_name, staff_id from staff_events where workspace_id = $1", [
      mine.tenant.id,
    ]);
    expect(line).toEqual({ name: "workspace.deleted", workspace_name: mine.tenant.name, staff_id: null });
  });

  test("is possible in one go, too, where nothing was deleted before", async () => {
    const workspace = await filled();
    await adminQuery("insert into rate_limits (key, points, expire) values ($1, 1, 0)", [
      `refusal:${workspace.tenant.id} somebody`,
    ]);
    await due(workspace.tenant.id, "-1 second");
    expect(await purgeWorkspace(workspace.tenant.id)).toBe(true);
    expect(await tablesNaming(workspace.tenant.id)).toEqual({ staff_events: 1 });
  });

  test("goes on after it was broken off: a table that points to itself is emptied from below", async () => {
    const { tenant } = await testWorkspace();
    const { db } = tenantDb(tenant.id);
    let parentId: string | null = null;
    for (let level = 0; level < 5; level++) {
      const name = `Level ${level}`;
      const made: { id: string } = await db.account.create({
        data: { name, nameKey: name, parentId },
        select: { id: true },
      });
      parentId = made.id;
    }
    await due(tenant.id, "-1 second");
    const parts: number[] = [];
    for (;;) {
      const [row] = await platformQuery<{ gone: number }>("two", "select purge_tenant_rows($1, 2) as gone", [
        tenant.id,
      ]);
      if (!row?.gone) break;
      parts.push(row.gone);
    }
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts)).toBeLessThanOrEqual(2);
    expect(await tenantDb(tenant.id).db.account.count()).toBe(0);
  });
});

test("people of a deleted workspace keep their account, with which nothing of the workspace is left", async () => {
  const workspace = await testWorkspace();
  const { id, slug, name } = workspace.tenant;
  const person = await newPerson();
  await inviteMembers(await workspace.role("owner"), { invitees: [{ email: person.email }], role: "admin" });
  const token = await signInAs(person);
  const joined = await acceptInvitation(await requestOf(token), {
    token: await mailedToken(person.email, "/invitation"),
  });
  expect(joined.slug).toBe(slug);
  const ctx = await requestIn(token, slug);
  await createApiKey(ctx, { name: "Key", scopes: ["account:view"] });
  await accountOperations.create(ctx, { name: "Account" });
  await expect(accountOperations.get(ctx, { id: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await updateProfile(await requestOf(token), { name: "Ana Renamed" });
  const memberId = ctx.member?.id ?? "";
  expect(Object.keys(await tablesNaming(memberId)).length).toBeGreaterThan(3);

  await due(id, "-1 second");
  await purgeRows(id);
  await purgeWorkspace(id);

  for (const text of [id, slug, name]) expect(await tablesNaming(text)).toEqual({ staff_events: 1 });
  expect(await tablesNaming(memberId)).toEqual({});
  await expect(requestIn(token, slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const still = await requestOf(token);
  expect(still.actor).toMatchObject({ type: "person", email: person.email });
  expect(await myWorkspaces(still, {})).toEqual([]);
  expect(await signInAs(person)).toBeTruthy();
});

describe("refuses", () => {
  const refused = { code: "55000" };

  test.each([
    ["a workspace that nobody asked to delete", null],
    ["one that has a second left", "1 hour"],
  ])("%s", async (_title, when) => {
    const workspace = await filled();
    if (when) await due(workspace.tenant.id, when);
    const before = await rowHash(workspace.tenant.id);
    await expect(purgeRows(workspace.tenant.id)).rejects.toMatchObject(refused);
    await expect(purgeWorkspace(workspace.tenant.id)).rejects.toMatchObject(refused);
    expect(await rowHash(workspace.tenant.id)).toBe(before);
  });

  test("a suspended one, which its owners cannot save", async () => {
    const { tenant } = await filled();
    await due(tenant.id, "-1 second");
    await adminQuery("update tenants set status = 'suspended' where id = $1", [tenant.id]);
    const before = await rowHash(tenant.id);
    await expect(purgeRows(tenant.id)).rejects.toMatchObject(refused);
    await expect(purgeWorkspace(tenant.id)).rejects.toMatchObject(refused);
    expect(await rowHash(tenant.id)).toBe(before);
  });

  test("the app role", async () => {
    const { tenant } = await testWorkspace();
    await due(tenant.id, "-1 second");
    const [row] = await adminQuery<{ app: boolean; platform: boolean; lock: boolean }>(
      `select has_function_privilege('throughline_app', 'purge_tenant(uuid)', 'execute') as app,
              has_function_privilege('throughline_platform', 'purge_tenant(uuid)', 'execute') as platform,
              has_function_privilege('throughline_platform', 'purge_lock(uuid)', 'execute') as lock`,
    );
    expect(row).toEqual({ app: false, platform: true, lock: false });
    expect(await purgeWorkspace(randomUUID())).toBe(false);
  });
});
