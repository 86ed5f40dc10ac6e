import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { checkImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import { type Ctx, createCtx } from "@/server/context";
import { AppError } from "@/server/errors";
import { relayOnce } from "@/server/outbox/relay";
import type { Job } from "@/server/workflows/job";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { upload } from "@/test/import-trial";
import { events, noting } from "@/test/own-operations";
import { servedJobs } from "@/test/served-jobs";
import { askServer, endedRun } from "@/test/workflows";
import { listJobs } from "./operations/list-jobs";
import { cancelJob, retryJob } from "./operations/manage-runs";
import { getOutbox, replayParked } from "./operations/outbox-state";

let workspace: TestWorkspace;
let ctx: Ctx;
/** How often the work ran, by workspace; and what its step waits for or throws. */
const done: string[] = [];
const before = new Map<string, () => Promise<void>>();

const job: Job = {
  id: `note-${randomUUID()}`,
  label: "Takes notes",
  module: "platform",
  on: [events.noted],
  atOnce: 5,
  async run({ step }) {
    for (const name of ["first", "second"])
      await step(name, async (inner) => {
        if (name === "first") await before.get(inner.tenant.id)?.();
        else done.push(inner.tenant.id);
        return null;
      });
  },
};
const jobs = servedJobs(job);
const { consumer } = jobs;

beforeEach(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

const note = () => noting()(ctx, { name: randomUUID() });
const lines = async (show: "all" | "open" | "failed" = "all") => (await listJobs(ctx, { show })).rows;
const times = () => done.filter((tenantId) => tenantId === workspace.tenant.id).length;
const statuses = async () => (await lines()).map(({ status }) => status);
const eventually = (now: string[]) => expect.poll(statuses).toEqual(now);
function gate() {
  let pass = () => {};
  const open = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { open, pass };
}
/** A run in the middle of its first step, which `go` ends. */
async function held() {
  const [entered, left] = [gate(), gate()];
  before.set(workspace.tenant.id, () => {
    entered.pass();
    return left.open;
  });
  await note();
  await relayOnce(consumer);
  await entered.open;
  const [running] = await lines("open");
  if (!running) throw new Error("Nothing runs.");
  return { running, go: left.pass };
}
/** How the workflow server reports the first run of the workspace. */
async function onServer(): Promise<string> {
  const [run] = await adminQuery<{ run_id: string }>("select run_id from job_runs where tenant_id = $1 order by id", [
    workspace.tenant.id,
  ]);
  const { data } = (await askServer(jobs.server, `/v1/runs/${run?.run_id}`)) as { data: { status: string } };
  return data.status;
}
const fails = () =>
  before.set(workspace.tenant.id, async () => {
    throw new AppError("CONFLICT", "The note is gone.");
  });

describe("a run", () => {
  test("that failed stands there with its reason, is tried again once, and then is done", async () => {
    fails();
    const { id } = await note();
    await relayOnce(consumer);
    await eventually(["failed"]);
    const [failed] = await lines("failed");
    expect(failed).toMatchObject({
      ...{ kind: "run", label: "Takes notes", reason: "The note is gone.", mayRetry: true, mayCancel: false },
      about: { entity: "account", id },
      by: { id: ctx.member?.id },
    });
    before.delete(workspace.tenant.id);
    await retryJob(ctx, { id: failed?.id ?? "" });
    await expect(retryJob(ctx, { id: failed?.id ?? "" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await lines("failed")).toMatchObject([{ mayRetry: false }]);
    await relayOnce(consumer);
    await eventually(["done", "failed"]);
    expect(times()).toBe(1);
  });

  test("that is cancelled does not begin another step, even before the workflow server knows", async () => {
    const { running, go } = await held();
    expect(running).toMatchObject({ mayCancel: true, mayRetry: false });
    await cancelJob(ctx, { id: running.id });
    go();
    await expect.poll(onServer).toMatch(/failed/i);
    expect([await statuses(), times()]).toEqual([["cancelled"], 0]);
    await expect(cancelJob(ctx, { id: running.id })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("that is cancelled ends at the workflow server too, and may be tried again", async () => {
    const { running, go } = await held();
    await cancelJob(ctx, { id: running.id });
    await relayOnce(consumer);
    await expect.poll(onServer).toMatch(/cancelled/i);
    go();
    before.delete(workspace.tenant.id);
    await retryJob(ctx, { id: running.id });
    await relayOnce(consumer);
    await eventually(["done", "cancelled"]);
    expect(times()).toBe(1);
  });

  test("of an event that comes again meanwhile has one effect", async () => {
    const { running, go } = await held();
    const [event] = await adminQuery<{ id: string }>("select event_id as id from job_runs where id = $1", [running.id]);
    const about = { name: events.noted.name, entity: "account", entityId: running.about.id, version: null };
    const data = {
      ...about,
      tenantId: workspace.tenant.id,
      eventId: event?.id,
      memberId: null,
      at: 1,
      round: 0,
    };
    const { ids } = await jobs.app.send({ name: events.noted.name, data: { ...data, key: randomUUID() } });
    const { output } = await endedRun(jobs.server, ids[0]);
    expect(output).toEqual({ skipped: expect.stringContaining("has this event") });
    go();
    await eventually(["done"]);
    expect(times()).toBe(1);
  });

  test("is for admins to see, and for nobody else to change", async () => {
    fails();
    await note();
    await relayOnce(consumer);
    await eventually(["failed"]);
    const [{ id } = { id: "" }] = await lines();
    const member = await workspace.role("manager");
    await expect(listJobs(member, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(retryJob(member, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await (await testWorkspace()).role("owner");
    await expect(retryJob(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await lines()).toMatchObject([{ id, status: "failed", mayRetry: true }]);
  });
});

describe("the list", () => {
  test("tells an import while it waits, with its progress, and when it is no work any more not", async () => {
    const { id } = await upload(ctx, { "firms.csv": "Company\nOne\nTwo\n" });
    expect(await lines()).toEqual([]);
    await checkImport(ctx, { id });
    expect(await lines("open")).toMatchObject([
      {
        kind: "import",
        id,
        label: "Checks an import",
        status: "waiting",
        progress: { done: 0, total: 2 },
        mayCancel: true,
      },
    ]);
    await workImports();
    expect(await lines()).toEqual([]);
  });

  test("pages without gap or repetition, newest first", async () => {
    const { id } = await note();
    const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1", [id]);
    // Several of one moment too.
    await adminQuery(
      `insert into job_runs (id, tenant_id, job, event_id, round, run_id, event_name, entity, entity_id, status, started_at)
       select gen_random_uuid(), $1, 'bulk', $2, n, n, 'account.noted', 'account', $3, 'done', now() - n / 3 * interval '1 s'
       from generate_series(1, 30) n`,
      [workspace.tenant.id, event?.id, id],
    );
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Awaited<ReturnType<typeof listJobs>> = await listJobs(ctx, {
        limit: 7,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.nextCursor;
    } while (cursor);
    const all = await adminQuery<{ id: string }>(
      "select id from job_runs where tenant_id = $1 order by started_at desc, id desc",
      [workspace.tenant.id],
    );
    expect(seen).toEqual(all.map((row) => row.id));
    await expect(listJobs(ctx, { cursor: "2026-11-20 x" })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("an event that was set aside", () => {
  const park = (id: string) =>
    adminQuery(
      `update event_deliveries set parked_at = now(), attempts = 8, reason = 'too odd'
       where consumer = $1 and tenant_id = $2 and entity_id = $3`,
      [consumer.name, workspace.tenant.id, id],
    );

  test("stands there with its reason and is handed over again when an admin says so", async () => {
    const { id } = await note();
    await park(id);
    const state = await getOutbox(ctx, {});
    expect(state).toMatchObject({ parkedCount: 1, late: null });
    expect(state.parked).toMatchObject([
      { name: "account.noted", entity: "account", entityId: id, reason: "too odd", consumer: consumer.name },
    ]);
    const stranger = await (await testWorkspace()).role("owner");
    expect((await getOutbox(stranger, {})).parkedCount).toBe(0);
    expect(await replayParked(stranger, {})).toEqual({ replayed: 0 });
    const eventId = state.parked[0]?.eventId ?? "";
    await expect(replayParked(stranger, { eventId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getOutbox(ctx, {})).parkedCount).toBe(1);
    expect(await replayParked(ctx, { eventId })).toEqual({ replayed: 1 });
    await relayOnce(consumer);
    await eventually(["done"]);
    expect((await getOutbox(ctx, {})).parkedCount).toBe(0);
  });

  test("is not handed over again by staff in a member's place: operators do that from their console", async () => {
    const { id } = await note();
    await park(id);
    const member = await workspace.join("admin");
    const staff = (readOnly: boolean) =>
      createCtx({
        tenant: workspace.tenant,
        member,
        actor: { type: "staff", staffId: randomUUID(), name: "Ruth", sessionId: null, asMemberId: member.id, readOnly },
      });
    for (const readOnly of [true, false])
      await expect(replayParked(staff(readOnly), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getOutbox(ctx, {})).parkedCount).toBe(1);
    await adminQuery("update event_deliveries set parked_at = null, delivered_at = now() where entity_id = $1", [id]);
  });

  test("and what waits too long is told", async () => {
    const { id } = await note();
    expect((await getOutbox(ctx, {})).late).toBeNull();
    await adminQuery(
      "update event_deliveries set created_at = now() - interval '5 minutes' where entity_id = $1 and consumer = $2",
      [id, consumer.name],
    );
    expect((await getOutbox(ctx, {})).late).toMatchObject({ count: 1 });
  });
});
