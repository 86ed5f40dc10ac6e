import "@/registry/register";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/env";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { pauseConnection, resumeConnection } from "@/modules/hub/connections/operations/pausing";
import { resealConnections } from "@/modules/hub/connections/operations/reseal";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import { beforeCall } from "@/test/before-call";
import { later } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "@/test/hubspot-workspace";
import { rehearseSync, startSync } from "./operations/starting";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());

const count = 250;
const companies = () =>
  Array.from({ length: count }, (_, place) => ({ properties: { name: `Works ${place}`, industry: "BANKING" } }));

/** A workspace whose first run of two pages of companies, and of one account, is about to begin. */
async function aboutToStart(): Promise<ConnectedWorkspace> {
  const workspace = await connectedWorkspace(trial);
  const { ctx, portal, connectionId } = workspace;
  trial.seed(portal, { companies: companies() });
  await accountOperations.create(ctx, { name: "Mine alone", ownerId: null });
  await rehearseSync(ctx, { connectionId });
  await workAll(ctx);
  await startSync(ctx, { connectionId, createdThere: 1 });
  return workspace;
}

/** Everything is on both sides, once. */
async function expectComplete({ ctx, portal, object }: ConnectedWorkspace): Promise<void> {
  const names = (list: readonly { name?: unknown }[]) => list.map(({ name }) => String(name)).toSorted();
  const here = names(await ctx.db.account.findMany({ select: { name: true } }));
  expect(here).toHaveLength(count + 1);
  expect(new Set(here).size).toBe(count + 1);
  expect(names(trial.edit.all(portal, "companies").map(({ properties }) => properties))).toEqual(here);
  expect(await ctx.db.syncLink.count({ where: { state: "linked", externalId: { not: null } } })).toBe(count + 1);
  expect(await object("account")).toMatchObject({ state: "live", failure: null, problems: 0 });
}

const setStatus = async ({ tenant }: Ctx, status: string) =>
  await adminQuery("update tenants set status = $2 where id = $1", [tenant.id, status]);
const setPlan = async ({ db }: Ctx, plan: string, state: string) =>
  await db.subscription.updateMany({ data: { plan, state } });
const setOn = async (ctx: Ctx, on: boolean) => await setModule(await later(ctx), { module: "integration-hubspot", on });

type Halt = [
  title: string,
  halt: (given: ConnectedWorkspace) => Promise<unknown>,
  goOn: (given: ConnectedWorkspace) => Promise<unknown>,
];
const halts: Halt[] = [
  ["the module is switched off", ({ ctx }) => setOn(ctx, false), ({ ctx }) => setOn(ctx, true)],
  ["the plan ends", ({ ctx }) => setPlan(ctx, "starter", "none"), ({ ctx }) => setPlan(ctx, "enterprise", "active")],
  ["the workspace is suspended", ({ ctx }) => setStatus(ctx, "suspended"), ({ ctx }) => setStatus(ctx, "active")],
  [
    "somebody pauses it",
    ({ ctx, connectionId: id }) => pauseConnection(ctx, { id }),
    ({ ctx, connectionId: id }) => resumeConnection(ctx, { id }),
  ],
];

test.each(halts)(
  "%s in the middle of a run: it ends before the next call, and goes on later without a loss",
  async (_title, halt, goOn) => {
    const workspace = await aboutToStart();
    const { ctx, object } = workspace;
    // The call before it lists people; this one reads the second page of companies.
    const calls = beforeCall("hubspot", 3, () => halt(workspace));
    try {
      await workAll(ctx);
      expect(calls.count()).toBe(3);
      await workAll(ctx);
      expect(calls.count()).toBe(3);
      const here = await ctx.db.account.count();
      expect(here).toBeGreaterThan(1);
      expect(here).toBeLessThan(count);
      expect(await ctx.db.syncObject.findFirst({ where: { entity: "account" } })).toMatchObject({
        ...{ state: "first", failure: null, failures: 0, leasedUntil: null },
      });
      expect(trial.edit.all(workspace.portal, "companies")).toHaveLength(count);
    } finally {
      calls.end();
    }
    await goOn(workspace);
    await workAll(ctx);
    await expectComplete(workspace);
    expect((await object("contact")).state).toBe("live");
  },
);

test("keys rotated in the middle of a run: the old one opens the tokens until they are sealed anew", async () => {
  const workspace = await aboutToStart();
  const { ENCRYPTION_KEY, ENCRYPTION_KEY_OLD } = env;
  const rotate = async () =>
    Object.assign(env, { ENCRYPTION_KEY: "Yw8n4Kc1Tz6Xq3Bd9Rm5Jf7Ls2Hv0GpE", ENCRYPTION_KEY_OLD: ENCRYPTION_KEY });
  const calls = beforeCall("hubspot", 3, rotate);
  try {
    await workAll(workspace.ctx);
    expect(calls.count()).toBeGreaterThan(3);
    await expectComplete(workspace);
    expect((await resealConnections()).lost).toBe(0);
    Object.assign(env, { ENCRYPTION_KEY_OLD: undefined });
    const before = calls.count();
    await workspace.runNow();
    expect(calls.count()).toBeGreaterThan(before);
    expect(await workspace.object("account")).toMatchObject({ state: "live", failure: null });
  } finally {
    calls.end();
    Object.assign(env, { ENCRYPTION_KEY, ENCRYPTION_KEY_OLD });
  }
});

test("the person who connected leaves in the middle of a run: it goes on as the workspace's", async () => {
  const workspace = await aboutToStart();
  const { ctx, connectionId } = workspace;
  const { id } = await workspace.workspace.join("admin");
  const { version } = await ctx.db.member.findFirstOrThrow({ where: { id }, select: { version: true } });
  await ctx.db.connection.updateMany({ where: { id: connectionId }, data: { connectedById: id } });
  const calls = beforeCall("hubspot", 3, () => removeMember(ctx, { id, version }));
  try {
    await workAll(ctx);
  } finally {
    calls.end();
  }
  expect(await ctx.db.member.count({ where: { id, status: "removed" } })).toBe(1);
  await expectComplete(workspace);
});
