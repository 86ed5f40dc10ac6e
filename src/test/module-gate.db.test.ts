import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nouns } from "@/lib/nouns/all";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { productOperations } from "@/modules/crm/products/operations";
import { setModule, tryModule } from "@/modules/platform/commerce/plans/operations/modules";
import { listImportableObjects } from "@/modules/platform/data/imports/objects/operations";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { setFollow } from "@/modules/platform/history/notifications/operations/preferences";
import { platform } from "@/modules/platform/module";
import { getWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { moduleOfPermission } from "@/server/entitlements";
import { toAppError } from "@/server/errors";
import type { AnyTenantOperation } from "@/server/operation";
import { defineModule } from "@/server/operation";
import { relayOnce } from "@/server/outbox/relay";
import { viewersOf } from "@/server/signals/viewers";
import { later, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { addFixtureModule } from "./fixture-module";

// Products count as records of a module that is sold beside a plan: every door that a noun has is theirs.
const head: { module: string } = nouns.product;
const { module: real } = head;
let workspace: TestWorkspace;
let on: Ctx;
let off: Ctx;
let product: { id: string; version: number };
const name = `Crane ${randomUUID().slice(0, 8)}`;

beforeAll(async () => {
  addFixtureModule();
  workspace = await testWorkspace();
  on = await workspace.role("owner");
  product = await productOperations.create(on, { name });
  await setFollow(on, { entity: "product", recordId: product.id, state: "following" });
  await on.db.subscription.updateMany({ data: { plan: "professional" } });
  head.module = "fixture";
  off = await later(on);
});
afterAll(() => {
  head.module = real;
});

const rowsOf = async () =>
  (
    await adminQuery("select md5(string_agg(p::text, '' order by p.id)) as hash from products p where tenant_id = $1", [
      workspace.tenant.id,
    ])
  )[0];

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
const ofModule = Object.entries(operations as Record<string, AnyTenantOperation | { realm: "identity" }>).filter(
  (entry): entry is [string, AnyTenantOperation] =>
    entry[1].realm === "tenant" && entry[1].permission.startsWith("product:"),
);

describe("a module that is off", () => {
  test.each(ofModule)("%s is refused, and changes nothing", async (_name, operation) => {
    expect(moduleOfPermission(operation.permission)).toBe("pmo");
    const before = await rowsOf();
    const failure = await (operation as unknown as Callable)(off, { id: product.id }).then(
      () => null,
      (error: unknown) => toAppError(error, "reference").code,
    );
    expect(failure).toBe("MODULE_OFF");
    expect(await rowsOf()).toEqual(before);
  });

  test("gives nobody its permissions: navigation, command menu, buttons and keys follow from them", async () => {
    const rights = async (ctx: Ctx) =>
      (await getWorkspace(ctx, {})).permissions.filter(({ permission }) => permission.startsWith("product:"));
    expect(await rights(off)).toEqual([]);
    expect((await rights(await later(await tried()))).length).toBeGreaterThan(1);
    await setModule(await later(on), { module: "pmo", on: false });
  });

  test("is not found by the search, and not offered to imports", async () => {
    const ctx = await later(off);
    const found = await search(ctx, { q: name });
    expect(JSON.stringify(found)).not.toContain(product.id);
    expect((await listImportableObjects(ctx, {})).map(({ entity }) => entity)).not.toContain("product");
  });

  test("shows its records nowhere: not as a timeline, and not to those who follow them", async () => {
    const ctx = await later(off);
    await expect(listTimeline(ctx, { entity: "product", id: product.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const event = { id: randomUUID(), name: "product.updated", entity: "product", entityId: product.id };
    const viewers = await viewersOf(ctx, [event as never]);
    expect(viewers(event as never)).toEqual([]);
    while (await relayOnce(notifications));
    const { rows } = await listNotifications(ctx, {});
    expect(rows.flatMap(({ items }) => items.map(({ entity }) => entity))).not.toContain("product");
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
  expect(await productOperations.get(ctx, { id: product.id })).toMatchObject({ name });
  expect(await rowsOf()).toEqual(before);
  await expect(tryModule(ctx, { module: "pmo" })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(JSON.stringify(await search(ctx, { q: name }))).toContain(product.id);
  await setModule(ctx, { module: "pmo", on: false });
  await expect(productOperations.get(await later(on), { id: product.id })).rejects.toMatchObject({
    code: "MODULE_OFF",
  });
  const moment = "update tenant_modules set enabled = true, trial_ends_at = now() where tenant_id = $1";
  await adminQuery(moment, [workspace.tenant.id]);
  const ended = await later(on);
  await expect(setModule(ended, { module: "pmo", on: true })).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  await expect(productOperations.get(ended, { id: product.id })).rejects.toMatchObject({ code: "MODULE_OFF" });
  expect(await rowsOf()).toEqual(before);
});

test("no module can be switched that the product does not have, and the core never", async () => {
  const ctx = await later(on);
  await expect(setModule(ctx, { module: "white-label", on: true })).rejects.toMatchObject({ code: "VALIDATION" });
  await expect(setModule(ctx, { module: "crm-core", on: false })).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await ctx.db.tenantModule.count({ where: { module: { in: ["white-label", "crm-core"] } } })).toBe(0);
});
