import "@/registry/operations";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { BulkChange } from "@/lib/bulk-changes";
import { foldKey } from "@/lib/text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import { later, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { problemFile } from "./operations/error-file";
import { forgetFrom, forgetRuns } from "./operations/forget";
import { previewBulkChange } from "./operations/preview";
import { getBulkRun, listBulkProblems, listBulkRuns, startBulkRun, undoBulkRun } from "./operations/runs";
import { bulkWork } from "./operations/work";

const { create, update, get, archive } = accountOperations;

interface Site {
  workspace: TestWorkspace;
  ctx: Ctx;
}

/** A workspace whose accounts have a date and a code that no two share. */
async function site(): Promise<Site> {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  await createCustomField(owner, { entity: "account", kind: "date", label: "Renewal" });
  await createCustomField(owner, { entity: "account", kind: "text", label: "Code", unique: true });
  return { workspace, ctx: await later(owner) };
}

const run = (ctx: Ctx, ids: readonly string[], change: BulkChange, versions?: Record<string, number>) =>
  startBulkRun(ctx, { noun: "account", selection: { ids: [...ids], versions }, change });

/** All accounts of a workspace but what every write changes. */
async function hashOf(ctx: Ctx): Promise<string> {
  const [row] = await adminQuery<{ hash: string }>(
    `select md5(string_agg((to_jsonb(a) - 'version' - 'updated_at' - 'changed_in')::text, '|' order by id)) as hash
     from accounts a where tenant_id = $1`,
    [ctx.tenant.id],
  );
  return row?.hash ?? "";
}

/** Accounts without anything but a name. */
async function many(ctx: Ctx, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, place) => `Account ${place}`);
  const data = names.map((name) => ({ name, nameKey: foldKey(name), ownerId: ctx.member?.id ?? null }));
  await ctx.db.account.createMany({ data });
}

const all = { noun: "account", selection: { all: {} } } as const;

/** Works on a run until it has ended. */
async function work(ctx: Ctx, id: string): Promise<void> {
  while (await bulkWork.run({ tenantId: ctx.tenant.id, id, ms: 0 }, nothing()));
}
async function* nothing(): AsyncGenerator<Uint8Array> {}

describe("a record of many", () => {
  /** The change of one account by a caller, as a single edit and as one of many. */
  type Case = [
    name: string,
    arrange: (at: Site) => Promise<{ ctx: Ctx; id: string; version?: number }>,
    patch: object,
    change: BulkChange,
  ];
  const taken = { custom: { code: "A-1" } };
  const cases: Case[] = [
    [
      "of another member",
      async ({ workspace, ctx }) => ({
        id: (await create(ctx, { name: "Theirs" })).id,
        ctx: await memberOf(workspace),
      }),
      { industry: "media" },
      { type: "set", field: "industry", value: "media" },
    ],
    [
      "that is hidden",
      async ({ workspace, ctx }) => ({
        id: (await create(ctx, { name: "Hidden" })).id,
        ctx: await later(await workspace.as(await workspace.join("member"), { visibility: { account: "own" } })),
      }),
      { industry: "media" },
      { type: "set", field: "industry", value: "media" },
    ],
    [
      "without a name",
      async ({ ctx }) => ({ ctx, id: (await create(ctx, { name: "Alder" })).id }),
      { name: " " },
      { type: "set", field: "name", value: " " },
    ],
    [
      "with a value that another one has alone",
      async ({ ctx }) => {
        await create(ctx, { name: "First", ...taken });
        return { ctx, id: (await create(ctx, { name: "Second" })).id };
      },
      taken,
      { type: "set", field: "custom.code", value: "A-1" },
    ],
    [
      "that somebody changed since",
      async ({ workspace, ctx }) => {
        const { id, version } = await create(ctx, { name: "Alder" });
        await update(await later(await workspace.role("admin")), { id, version, industry: "energy" });
        return { ctx, id, version };
      },
      { industry: "media" },
      { type: "set", field: "industry", value: "media" },
    ],
    [
      "given to a member of another team",
      async ({ workspace }) => {
        const ctx = await memberOf(workspace);
        return { ctx, id: (await create(ctx, { name: "Mine" })).id };
      },
      { ownerId: "00000000-0000-4000-8000-000000000001" },
      { type: "set", field: "owner", value: "00000000-0000-4000-8000-000000000001" },
    ],
  ];

  const memberOf = async (workspace: TestWorkspace) => later(await workspace.as(await workspace.join("member")));

  test.each(cases)("%s is refused like a single one", async (_, arrange, patch, change) => {
    const at = await site();
    const { ctx, id, version = 1 } = await arrange(at);
    const before = await hashOf(ctx);
    const refusal = await update(ctx, { id, version, ...patch } as never).then(
      () => "done",
      (error: Error) => error.message,
    );
    const made = await run(ctx, [id], change, { [id]: version });
    expect(made).toMatchObject({ status: "done", total: 1, changed: 0 });
    const { rows } = await listBulkProblems(ctx, { id: made.id, state: "failed" });
    expect(rows.map(({ reason }) => reason)).toEqual([refusal]);
    expect(refusal).not.toBe("done");
    expect(await hashOf(ctx)).toBe(before);
  });

  test("is left as it was by a part of its change, and the others change", async () => {
    const { ctx } = await site();
    await create(ctx, { name: "First", custom: { code: "same" } });
    const second = await create(ctx, { name: "Second" });
    const third = await create(ctx, { name: "Third" });
    const made = await run(ctx, [second.id, third.id], { type: "set", field: "custom.code", value: "other" });
    expect(made).toMatchObject({ changed: 1, failed: 1, skipped: 0 });
    expect((await get(ctx, { id: second.id })).custom.code).toBe("other");
    expect((await get(ctx, { id: third.id })).custom.code ?? null).toBeNull();
    const { content } = await problemFile(ctx, made.id, "failed");
    const file = await text(Readable.from(content));
    expect(file).toContain("Third");
    expect(file).toContain("already has");
  });
});

describe("the undo of a change", () => {
  const usd = (amount: number) => ({ amount, currency: "USD" });
  const changes: [string, (given: { tag: string; other: string; member: string }) => BulkChange][] = [
    ["sets a choice", () => ({ type: "set", field: "industry", value: "media" })],
    ["clears a choice", () => ({ type: "clear", field: "industry" })],
    ["sets a text of the workspace", () => ({ type: "clear", field: "custom.code" })],
    ["gives records away", ({ member }) => ({ type: "set", field: "owner", value: member })],
    ["adds tags", ({ tag, other }) => ({ type: "add", field: "tags", values: [tag, other] })],
    ["removes tags", ({ tag }) => ({ type: "remove", field: "tags", values: [tag] })],
    ["moves dates", () => ({ type: "shift", field: "custom.renewal", days: -45 })],
    ["adds a part of amounts", () => ({ type: "percent", field: "annualRevenue", percent: 12.5 })],
    ["adds a part of numbers", () => ({ type: "percent", field: "employees", percent: -10 })],
    ["archives", () => ({ type: "archive" })],
    ["restores", () => ({ type: "restore" })],
  ];

  test.each(changes)("that %s leaves the table as it was", async (_, changeOf) => {
    const { workspace, ctx: before } = await site();
    const tag = await createTag(before, { name: "Key", color: "red" });
    const other = await createTag(before, { name: "Partner", color: "blue" });
    const ctx = await later(before);
    const member = await workspace.join("member");
    const change = changeOf({ tag: tag.id, other: other.id, member: member.id });
    const custom = { renewal: "2026-03-15", code: "C-1" };
    const full = { industry: "energy", employees: 40, annualRevenue: usd(99_999), tags: [tag.id], custom };
    const one = await create(ctx, { name: "Full", ...full });
    const two = await create(ctx, { name: "Bare" });
    const three = await create(ctx, { name: "Archived", industry: "media" });
    await archive(ctx, { id: three.id, version: three.version });
    const first = await hashOf(ctx);
    const made = await run(ctx, [one.id, two.id, three.id], change);
    expect(made.changed).toBeGreaterThan(0);
    expect(await hashOf(ctx)).not.toBe(first);
    expect(await undoBulkRun(ctx, { id: made.id })).toMatchObject({ status: "undone", undone: made.changed, kept: 0 });
    expect(await hashOf(ctx)).toBe(first);
    await expect(undoBulkRun(ctx, { id: made.id })).rejects.toThrow("This change was already undone.");
  });

  test("that moves opportunities puts them back into their stages", async () => {
    const { admin: ctx, pipeline } = await opportunityWorkspace();
    const [first, second] = pipeline.stages.filter(({ type }) => type === "open");
    const made = [];
    for (const name of ["One", "Two"]) made.push(await createOpportunity(ctx, { name, stageId: first?.id }));
    const stagesNow = () =>
      ctx.db.opportunity.findMany({ orderBy: { id: "asc" }, select: { stageId: true, rank: true } });
    const before = await stagesNow();
    const selection = { ids: made.map(({ id }) => id) };
    const change = { type: "act", name: "move", values: { stageId: second?.id } } as const;
    const run = await startBulkRun(ctx, { noun: "opportunity", selection, change });
    expect(run).toMatchObject({ changed: 2, failed: 0 });
    expect((await stagesNow()).map(({ stageId }) => stageId)).toEqual([second?.id, second?.id]);
    expect(await undoBulkRun(ctx, { id: run.id })).toMatchObject({ undone: 2, kept: 0 });
    expect(await stagesNow()).toEqual(before);
  });

  test("leaves what others changed since, and lists it", async () => {
    const { workspace, ctx } = await site();
    const one = await create(ctx, { name: "One" });
    const two = await create(ctx, { name: "Two" });
    const three = await create(ctx, { name: "Three" });
    const made = await run(ctx, [one.id, two.id, three.id], { type: "set", field: "industry", value: "media" });
    const admin = await later(await workspace.role("admin"));
    await update(admin, { id: one.id, version: 2, industry: "energy" });
    await update(admin, { id: two.id, version: 2, employees: 7 });
    expect(await undoBulkRun(ctx, { id: made.id })).toMatchObject({ undone: 2, kept: 1 });
    expect(await get(ctx, { id: one.id })).toMatchObject({ industry: "energy" });
    expect(await get(ctx, { id: two.id })).toMatchObject({ industry: null, employees: 7 });
    expect((await listBulkProblems(ctx, { id: made.id, state: "kept" })).rows).toEqual([
      { id: one.id, name: "One", reason: "Somebody has since changed it." },
    ]);
  });

  test("is its member's alone, and ends after a day", async () => {
    const { workspace, ctx } = await site();
    const one = await create(ctx, { name: "One" });
    const made = await run(ctx, [one.id], { type: "archive" });
    const other = await later(await workspace.role("owner"));
    await expect(undoBulkRun(other, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getBulkRun(other, { id: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listBulkRuns(other, {})).rows).toEqual([]);
    await adminQuery("update bulk_runs set finished_at = now() - interval '25 hours' where id = $1", [made.id]);
    await expect(undoBulkRun(ctx, { id: made.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await adminQuery("update bulk_runs set created_at = now() - interval '4 days' where id = $1", [made.id]);
    expect((await forgetFrom(ctx))?.getTime()).toBeLessThan(Date.now());
    expect(await forgetRuns(ctx, new Date())).toBe(1);
    expect(await adminQuery("select 1 from bulk_run_rows where run_id = $1", [made.id])).toEqual([]);
  });
});

describe("records deleted for good", () => {
  test("need the right and their number, and do not come back", async () => {
    const { workspace, ctx } = await site();
    const one = await create(ctx, { name: "One" });
    const change: BulkChange = { type: "delete" };
    const input = { noun: "account", selection: { ids: [one.id] }, change };
    const manager = await later(await workspace.role("manager"));
    await expect(startBulkRun(manager, { ...input, confirmed: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(startBulkRun(ctx, input)).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(startBulkRun(ctx, { ...input, confirmed: 2 })).rejects.toMatchObject({ code: "VALIDATION" });
    const made = await startBulkRun(ctx, { ...input, confirmed: 1 });
    expect(made).toMatchObject({ changed: 1, undoUntil: null });
    await expect(get(ctx, { id: one.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(undoBulkRun(ctx, { id: made.id })).rejects.toThrow("cannot be restored");
  });
});

describe("more records than one request changes", () => {
  test("stop with the reason when their member may not act any more", async () => {
    const { workspace, ctx } = await site();
    const admin = await workspace.join("admin");
    const theirs = await later(await workspace.as(admin));
    await many(ctx, 250);
    const { id } = await startBulkRun(theirs, { ...all, change: { type: "archive" } });
    await removeMember(ctx, { id: admin.id, version: 1 } as never);
    await work(ctx, id);
    const [row] = await adminQuery<{ status: string; failure: string }>(
      "select status, failure from bulk_runs where id = $1",
      [id],
    );
    expect(row).toEqual({ status: "failed", failure: expect.stringContaining("no longer in the workspace") });
    expect(await ctx.db.account.count({ where: { archivedAt: null } })).toBe(250);
  });
});

describe("the preview", () => {
  test("says what changes and what not, and saves nothing", async () => {
    const { ctx } = await site();
    const one = await create(ctx, { name: "One", industry: "energy" });
    const two = await create(ctx, { name: "Two", industry: "media" });
    const before = await hashOf(ctx);
    const change = { type: "set", field: "industry", value: "media" } as const;
    const selection = { ids: [one.id, two.id] };
    expect(await previewBulkChange(ctx, { noun: "account", selection, change })).toEqual({
      total: 2,
      tried: 2,
      changed: 1,
      samples: [{ id: one.id, name: "One", before: "energy", after: "media" }],
      skipped: [{ reason: "It already has this value.", records: 1, names: ["Two"] }],
    });
    expect(await hashOf(ctx)).toBe(before);
    expect(await adminQuery("select 1 from bulk_runs where tenant_id = $1", [ctx.tenant.id])).toEqual([]);
  });

  test("refuses fields and changes that do not fit", async () => {
    const { ctx } = await site();
    const one = await create(ctx, { name: "One" });
    const ask = (change: BulkChange) =>
      previewBulkChange(ctx, { noun: "account", selection: { ids: [one.id] }, change });
    await expect(ask({ type: "clear", field: "name" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(ask({ type: "set", field: "nothing", value: 1 })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(ask({ type: "act", name: "move", values: {} })).rejects.toMatchObject({ code: "VALIDATION" });
    const viewer = { ...ctx, hiddenFields: { account: ["industry"] } };
    await expect(
      previewBulkChange(viewer, {
        noun: "account",
        selection: { ids: [one.id] },
        change: { type: "clear", field: "industry" },
      }),
    ).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
