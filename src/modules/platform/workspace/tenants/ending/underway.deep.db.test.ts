import "@/registry/register";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { maxBatchRows } from "@/lib/import-rows";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { startImport } from "@/modules/platform/data/imports/operations/run-import";
import { importWork } from "@/modules/platform/data/imports/operations/work-imports";
import { tenantById } from "@/server/access";
import { log } from "@/server/log";
import { newId } from "@/server/new-id";
import { relayOnce } from "@/server/outbox/relay";
import { tenantFolder } from "@/server/tenant-folder";
import { requestDueWork } from "@/server/workflows/clock";
import type { Job } from "@/server/workflows/job";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { fillWorkspace, rowHash } from "@/test/full-workspace";
import { hold } from "@/test/hold";
import { check, importWorkspace, upload } from "@/test/import-trial";
import { holdPayment, pay, payingWorkspace, stripe } from "@/test/payments";
import { servedJobs } from "@/test/served-jobs";
import { tablesNaming } from "@/test/tables-naming";
import { deleteWorkspace } from "./jobs";

/** Steps of the deletion whose first answer was lost, and the workspaces of runs that ended. */
const lost = new Set<string>();
const ended: string[] = [];

/** The deletion, by a process that is killed after each of its steps, before the answer is stored. */
const killedBetweenSteps: Job = {
  ...deleteWorkspace,
  async run(work) {
    const { tenantId } = work.event;
    await deleteWorkspace.run({
      ...work,
      step: (id, act) =>
        work.step(id, async (ctx) => {
          const answer = await act(ctx);
          const name = `${tenantId} ${id}`;
          if (lost.has(name)) return answer;
          lost.add(name);
          // An export that was begun before is written to its end.
          if (id === "rows 1") await withFile(tenantId);
          throw new Error("The process was killed.");
        }),
    });
    ended.push(tenantId);
  },
};

const { consumer } = servedJobs(killedBetweenSteps);

const due = (tenantId: string) =>
  adminQuery(
    "update tenants set deletion_asked_at = now() - interval '15 days', deletion_due_at = now() - interval '1 day' where id = $1",
    [tenantId],
  );

/** Begins the deletion of a workspace that is due, as the clock does. */
async function beginDeletion(tenantId: string): Promise<void> {
  const tenant = await tenantById(tenantId);
  if (!tenant) throw new Error("The workspace is gone.");
  await requestDueWork(tenant, new Date());
  while (await relayOnce(consumer));
}
const deleted = (tenantId: string) => expect.poll(() => ended).toContain(tenantId);

/** All that may name a workspace once it is gone: one line of the log. */
async function expectNothing(tenantId: string): Promise<void> {
  expect(await tablesNaming(tenantId)).toEqual({ staff_events: 1 });
  expect(existsSync(tenantFolder(tenantId))).toBe(false);
}

async function withFile(tenantId: string): Promise<string> {
  const path = join(tenantFolder(tenantId), "export.zip");
  await mkdir(tenantFolder(tenantId), { recursive: true });
  await writeFile(path, "content");
  return path;
}

let failures: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  failures = vi.spyOn(log, "error");
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs the job without a workflow server, and returns the steps that it made; `between` happens after each. */
async function runOnce({ tenant, system }: TestWorkspace, between: () => Promise<unknown> = async () => null) {
  const event = { key: "key", tenantId: tenant.id, eventId: newId(), name: "sweep.deletionDue", entity: "sweep" };
  const names: string[] = [];
  await deleteWorkspace.run({
    event: { ...event, entityId: newId(), version: null, memberId: null, at: 0, round: 0 },
    async step(name, act) {
      names.push(name);
      const answer = await act(system);
      await between();
      return answer;
    },
    sleepUntil: async () => undefined,
  });
  return names;
}

describe("the job that deletes a workspace", () => {
  test("goes on after it was killed behind each of its steps, and leaves nothing", async () => {
    const { workspace, owner, customer, subscription } = await payingWorkspace();
    const { id } = workspace.tenant;
    const { marker } = await fillWorkspace(owner);
    await withFile(id);
    await due(id);
    await beginDeletion(id);
    await deleted(id);
    const steps = [...lost].filter((name) => name.startsWith(id)).map((name) => name.slice(id.length + 1));
    expect(steps).toEqual(["payment", "files", "rows 1", "late files", "workspace"]);
    expect(failures).not.toHaveBeenCalledWith(expect.anything(), "a job failed");
    await expectNothing(id);
    expect(await tablesNaming(marker)).toEqual({});
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("canceled");
    expect((await stripe().customers.retrieve(customer)).deleted).toBeFalsy();
  });

  test.each([
    ["is not due by the clock of the database", "deletion_due_at = now() + interval '1 hour'"],
    ["is kept", "deletion_asked_at = null, deletion_due_at = null"],
    ["is suspended", "status = 'suspended'"],
  ])("does nothing to a workspace that %s when the job begins", async (_title, change) => {
    const { workspace, subscription } = await payingWorkspace();
    const { id } = workspace.tenant;
    const file = await withFile(id);
    await due(id);
    await adminQuery(`update tenants set ${change} where id = $1`, [id]);
    const before = await rowHash(id);
    expect(await runOnce(workspace)).toEqual(["payment"]);
    expect(await rowHash(id)).toBe(before);
    expect(existsSync(file)).toBe(true);
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("active");
  });
});

test("a workspace that an operator keeps by hand after the first step of its deletion keeps its files and its rows", async () => {
  const workspace = await testWorkspace();
  const { id } = workspace.tenant;
  const file = await withFile(id);
  await due(id);
  const keep = "update tenants set deletion_asked_at = null, deletion_due_at = null where id = $1";
  await runOnce(workspace, () => adminQuery(keep, [id]));
  expect(existsSync(file)).toBe(true);
  expect(await adminQuery("select 1 from tenants where id = $1", [id])).toHaveLength(1);
});

describe("what is under way when a workspace is deleted leaves nothing", () => {
  test("an import, of which a batch is being written", async () => {
    const { workspace, ctx } = await importWorkspace();
    const tenantId = workspace.tenant.id;
    const lines = Array.from({ length: maxBatchRows + 10 }, (_, nth) => `Firm ${nth}`);
    const { id } = await upload(ctx, { "firms.csv": ["Company", ...lines, ""].join("\n") });
    await check(ctx, id);
    await startImport(ctx, { id });
    await using held = await hold("lock table accounts in share row exclusive mode");
    const working = importWork.run({ id, tenantId, status: "running", ms: 60_000 }, nothing());
    await expect.poll(() => howManyWait()).toBe(1);
    await due(tenantId);
    await beginDeletion(tenantId);
    await expect.poll(() => howManyWait()).toBeGreaterThan(1);
    await held.release();
    await deleted(tenantId);
    expect(await working).toBe(false);
    await expectNothing(tenantId);
    expect(failures).not.toHaveBeenCalledWith(expect.anything(), "a job failed");
  });

  test("a member's request that waits for a lock, and one that begins when all is gone", async () => {
    const workspace = await testWorkspace();
    const tenantId = workspace.tenant.id;
    const ctx = await workspace.role("member");
    await using held = await hold("lock table accounts in share row exclusive mode");
    const creating = accountOperations.create(ctx, { name: "Late" }).then(
      () => "created",
      () => "refused",
    );
    await expect.poll(() => howManyWait()).toBe(1);
    await due(tenantId);
    await beginDeletion(tenantId);
    await expect.poll(() => howManyWait()).toBeGreaterThan(1);
    await held.release();
    await deleted(tenantId);
    await creating;
    await expect(accountOperations.create(ctx, { name: "Later" })).rejects.toThrow();
    await expectNothing(tenantId);
  });

  test("a purchase that is paid at the very end", async () => {
    const workspace = await testWorkspace();
    const tenantId = workspace.tenant.id;
    const owner = await workspace.role("owner");
    await using held = await holdPayment(tenantId);
    await due(tenantId);
    await beginDeletion(tenantId);
    const { subscription } = await payUnderLock();
    await held.release();
    await deleted(tenantId);
    expect((await stripe().subscriptions.retrieve(subscription)).status).toBe("canceled");
    await expectNothing(tenantId);

    /** The page was paid while the deletion waited: Stripe has a subscription of which nothing is stored yet. */
    async function payUnderLock() {
      const payer = await testWorkspace();
      const paid = await pay(await payer.role("owner"));
      await adminQuery("update subscriptions set stripe_customer_id = null where tenant_id = $1", [payer.tenant.id]);
      await adminQuery("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [
        owner.tenant.id,
        paid.customer,
      ]);
      return paid;
    }
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {}
