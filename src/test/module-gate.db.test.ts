// @module-tag once

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { setModule, tryModule } from "@/modules/platform/commerce/plans/operations/modules";
import { listImportableObjects } from "@/modules/platform/data/imports/objects/operations";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { platform } from "@/modules/platform/module";
import { getWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { operations } from "@/registry/operations";
import { relationsTo } from "@/registry/relations";
import type { Ctx } from "@/server/context";
import { moduleOfPermission } from "@/server/entitlements";
import { toAppError } from "@/server/errors";
import { exportedNouns } from "@/server/nouns/exported";
import type { AnyTenantOperation } from "@/server/operation";
import { defineModule } from "@/server/operation";
import { relayOnce } from "@/server/outbox/relay";
import { viewersOf } from "@/server/signals/viewers";
import { later, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { newMark } from "./new-mark";

let workspace: TestWorkspace;
let on: Ctx;
let off: Ctx;
let project: Awaited<ReturnType<typeof projectOperations.create>>;
let activity: { id: string };
const name = `Crane ${newMark()}`;

beforeAll(async () => {
  workspace = await testWorkspace();
  on = await workspace.role("owner");
  await bootstrapPipelines(workspace.system);
  const { id: sale } = await opportunityOperations.create(on, { name: "Cranes" });
  project = await projectOperations.create(on, {
    name,
    opportunities: [{ entity: "opportunity", id: sale }],
    accountId: (await accountOperations.create(on, { name: "Port" })).id,
  });
  activity = await activityOperations.create(on, { name: "Call", about: [{ entity: "project", id: project.id }] });
  await setFollow(on, { entity: "project", recordId: project.id, state: "following" });
  await on.db.subscription.updateMany({ data: { plan: "professional" } });
  off = await later(on);
});

const rowsOf = async () =>
  (
    await adminQuery("select md5(string_agg(p::text, '' order by p.id)) as hash from projects p where tenant_id = $1", [
      workspace.tenant.id,
    ])
  )[0];

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
const ofModule = Object.entries(operations as Record<string, AnyTenantOperation | { realm: "identity" }>).filter(
  (entry): entry is [string, AnyTenantOperation] =>
    entry[1].realm === "tenant" && moduleOfPermission(entry[1].permission) === "pmo",
);

describe("a module that is off", () => {
  test.each(ofModule)("%s is refused, and changes nothing", async (_name, operation) => {
    const before = await rowsOf();
    const failure = await (operation as unknown as Callable)(off, { id: project.id }).then(
      () => null,
      (error: unknown) => toAppError(error, "reference").code,
    );
    expect(failure).toBe("MODULE_OFF");
    expect(await rowsOf()).toEqual(before);
  });

  test("gives nobody its permissions: navigation, command menu, buttons and keys follow from them", async () => {
    const rights = async (ctx: Ctx) =>
      (await getWorkspace(ctx, {})).permissions.filter(({ permission }) => permission.startsWith("project:"));
    expect(await rights(off)).toEqual([]);
    expect((await rights(await later(await tried()))).length).toBeGreaterThan(1);
    await setModule(await later(on), { module: "pmo", on: false });
  });

  test("is not found by the search, and not offered to imports", async () => {
    const ctx = await later(off);
    const found = await search(ctx, { q: name });
    expect(JSON.stringify(found)).not.toContain(project.id);
    const objects = await listImportableObjects(ctx, {});
    expect(objects.map(({ entity }) => entity)).not.toContain("project");
    expect(objects.flatMap(({ fields }) => fields.map(({ to }) => to))).not.toContain("project");
  });

  test("shows its records nowhere: not as a timeline, and not to those who follow them", async () => {
    const ctx = await later(off);
    await expect(listTimeline(ctx, { entity: "project", id: project.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const event = { id: randomUUID(), name: "project.updated", entity: "project", entityId: project.id };
    const viewers = await viewersOf(ctx, [event as never]);
    expect(viewers(event as never)).toEqual([]);
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(ctx, {});
    expect(rows.flatMap(({ items }) => items.map(({ entity }) => entity))).not.toContain("project");
  });

  test("takes the names of its records from those that are linked to them, and keeps the links", async () => {
    const ctx = await later(off);
    const call = await activityOperations.get(ctx, { id: activity.id });
    expect(call.about).toEqual([]);
    const changed = await activityOperations.update(ctx, { id: call.id, version: call.version, about: [] });
    expect(changed.about).toEqual([]);
    expect(await ctx.db.recordLink.count({ where: { fromId: call.id, toId: project.id } })).toBe(1);
    await expect(
      activityOperations.create(ctx, { name: "Another call", about: [{ entity: "project", id: project.id }] }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const account = await accountOperations.get(ctx, { id: project.account?.id ?? "" });
    expect(relationsTo(ctx, "account").map(({ entity }) => entity)).not.toContain("project");
    expect(relationsTo(on, "account").map(({ entity }) => entity)).toContain("project");
    expect(JSON.stringify(account)).not.toContain(name);
  });

  test("has no column in files of records that are linked to its own", async () => {
    const about = async (ctx: Ctx) =>
      exportedNouns()
        .find(({ entity }) => entity === "activity")
        ?.columnsIn(ctx)
        .map(({ header }) => header);
    expect(await about(await later(off))).toContain("Opportunity");
    expect(await about(await later(off))).not.toContain("Project");
    expect(await about(on)).toContain("Project");
  });

  test("holds records that it needs without a word about its own", async () => {
    const ctx = await later(off);
    const held = await accountOperations.checkDelete(ctx, { id: project.account?.id ?? "" });
    expect(held.needs).toEqual(["1 record of a module that is off"]);
    expect(held.held).toContain("1 record of a module that is off refers to this account.");
    const { stays } = await opportunityOperations.checkDelete(ctx, { id: project.opportunities[0]?.id ?? "" });
    expect(stays).toEqual(["1 record of a module that is off"]);
    expect((await accountOperations.checkDelete(on, { id: project.account?.id ?? "" })).needs[0]).toContain(name);
  });

  test("runs no job of its own", async () => {
    const job = defineModule({ key: "pmo" }).job({
      id: "t",
      label: "t",
      on: [],
      atOnce: 1,
      run: async () => undefined,
    });
    expect((await later(off)).entitlements.has(job.module)).toBe(false);
    expect((await later(off)).entitlements.has(platform.key)).toBe(true);
  });

  test("leaves everything else as it was", async () => {
    expect(await accountOperations.create(await later(off), { name: "Acme" })).toMatchObject({ name: "Acme" });
  });
});

/** The module's trial, once; afterwards it is switched on again. */
async function tried(): Promise<Ctx> {
  const ctx = await later(on);
  const { modules } = await tryModule(ctx, { module: "pmo" });
  expect(modules.find(({ module }) => module === "pmo")).toMatchObject({ state: "trial", mayTry: false });
  return ctx;
}

test("switched on again, everything is there, and a second trial is refused", async () => {
  const before = await rowsOf();
  await setModule(await later(on), { module: "pmo", on: true });
  const ctx = await later(on);
  expect(await projectOperations.get(ctx, { id: project.id })).toMatchObject({ name });
  expect(await rowsOf()).toEqual(before);
  await expect(tryModule(ctx, { module: "pmo" })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(JSON.stringify(await search(ctx, { q: name }))).toContain(project.id);
  await setModule(ctx, { module: "pmo", on: false });
  await expect(projectOperations.get(await later(on), { id: project.id })).rejects.toMatchObject({
    code: "MODULE_OFF",
  });
  const moment =
    "update tenant_modules set enabled = true, trial_ends_at = now() - interval '1 second' where tenant_id = $1";
  await adminQuery(moment, [workspace.tenant.id]);
  const ended = await later(on);
  await expect(setModule(ended, { module: "pmo", on: true })).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  await expect(projectOperations.get(ended, { id: project.id })).rejects.toMatchObject({ code: "MODULE_OFF" });
  expect(await rowsOf()).toEqual(before);
});

test("no module can be switched that the product does not have, and the core never", async () => {
  const ctx = await later(on);
  await expect(setModule(ctx, { module: "white-label", on: true })).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(setModule(ctx, { module: "crm-core", on: false })).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await ctx.db.tenantModule.count({ where: { module: { in: ["white-label", "crm-core"] } } })).toBe(0);
});
