import "@/registry/register";
import { expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { setModule } from "@/modules/platform/commerce/plans/operations/modules";
import { getPlan } from "@/modules/platform/commerce/plans/operations/overview";
import { search } from "@/modules/platform/data/search/operations";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import { countOwnedBy } from "@/modules/platform/identity/members/owned/operations";
import { relayOnce } from "@/server/outbox/relay";
import { viewersOf } from "@/server/signals/viewers";
import { later, testWorkspace } from "@/test/ctx";
import { check, run, upload } from "@/test/import-trial";
import { projectOperations } from "./operations";

const { create, update, get, list, archive, restore, bulk } = projectOperations;
const full = { code: "LIMIT_REACHED", details: { limit: "projects", most: 5 } };

/** A workspace in its trial, which has room for five projects, and its owner. */
async function trial() {
  const workspace = await testWorkspace({ plan: "trial" });
  return { workspace, owner: await workspace.role("owner") };
}

test("a project gets a key from its name that no other one has, also of two that are made at once", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const twenty = Array.from({ length: 20 }, () => create(owner, { name: "Website relaunch" }));
  const made = await Promise.allSettled(twenty);
  const keys = made.map((one) => (one.status === "fulfilled" ? one.value.key : String(one.reason)));
  expect(keys.toSorted()).toEqual(["WR", ...Array.from({ length: 19 }, (_, at) => `WR${at + 2}`)].toSorted());
});

test("a key is short and in capitals; one that is taken is refused at its field", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const { id, version, key } = await create(owner, { name: "Board", key: " kan" });
  expect(key).toBe("KAN");
  const twice = create(owner, { name: "Other board", key: "Kan" });
  await expect(twice).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "key" }] } });
  const small = create(owner, { name: "Third board", key: "kan-1" });
  await expect(small).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "key" }] } });
  expect(await update(owner, { id, version, key: null })).toMatchObject({ key: "BOA" });
});

test("a project cannot end before it starts, whichever day changes", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const { id, version } = await create(owner, { name: "Audit", startsOn: "2026-12-01", endsOn: "2026-12-01" });
  for (const days of [{ startsOn: "2026-12-02" }, { endsOn: "2026-11-30" }])
    await expect(update(owner, { id, version, ...days })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "endsOn" }] },
    });
  expect(await update(owner, { id, version, startsOn: "2026-12-02", endsOn: null })).toMatchObject({ endsOn: null });
});

test("it goes from setup to its end by declared steps, and a pause needs a reason", async () => {
  const owner = await (await testWorkspace()).role("owner");
  const { transitions } = projectOperations;
  let project = await create(owner, { name: "Migration" });
  const step = async (verb: string, given: object = {}) => {
    const act = transitions[verb] as unknown as (ctx: typeof owner, input: object) => Promise<typeof project>;
    project = await act(owner, { id: project.id, version: project.version, ...given });
    return project.phase;
  };
  await expect(step("complete")).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await step("plan")).toBe("planning");
  expect(await step("start")).toBe("active");
  await expect(step("pause")).rejects.toMatchObject({ code: "VALIDATION" });
  expect(await step("pause", { phaseReason: "The customer moves house" })).toBe("paused");
  expect(await step("resume")).toBe("active");
  expect(await step("complete")).toBe("completed");
  expect(await step("close")).toBe("archived");
  expect(await step("reopen", { phaseReason: "A warranty case" })).toBe("active");
});

test("its phases stay known with their times and reasons, and its timeline says by whom and through what", async () => {
  const workspace = await testWorkspace();
  const person = await workspace.join("owner");
  const owner = await workspace.as(person);
  const key = await workspace.as(person, { scopes: [...permissions] });
  const { id, key: projectKey } = await create(owner, { name: "Relaunch" });
  await update(owner, { id, version: 1, phase: "active" });
  await update(key, { id, version: 2, phase: "paused", phaseReason: "They move." });
  const file = await upload(owner, { "projects.csv": `Project,Project key,Phase\nRelaunch,${projectKey},Active\n` });
  await check(owner, file.id);
  expect(await run(owner, file.id)).toMatchObject({ status: "done", updated: 1 });
  const stays = await projectOperations.stays(owner, { id });
  expect(stays.map(({ value, reason, imported, leftAt }) => [value, reason, imported, leftAt === null])).toEqual([
    ["active", null, true, true],
    ["paused", "They move.", false, false],
    ["active", null, false, false],
    ["setup", null, false, false],
  ]);
  expect((await get(owner, { id })).phaseReason).toBeNull();
  const told = (await listTimeline(owner, { entity: "project", id })).rows;
  const phases = told.map(({ changes, ...entry }) => ({
    ...entry,
    phase: changes.find(({ field }) => field === "phase"),
  }));
  expect(phases).toMatchObject([
    { batch: { import: { id: file.id } } },
    { verb: "paused", actor: { via: "api" }, phase: { before: "Active", after: "Paused" } },
    { verb: "started", actor: { via: "app" }, phase: { before: "Setup", after: "Active" } },
    { verb: "created" },
  ]);
});

test("its team sees it whatever the visibility of projects is: lists, search, picker, signals", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [inTeam, other, viewer] = [
    await workspace.join("member"),
    await workspace.join("member"),
    await workspace.join("viewer"),
  ];
  const name = `Quarry ${inTeam.id.slice(-8)}`;
  const { id } = await create(owner, { name, members: [inTeam.id, viewer.id] });
  const visibility = { project: "own" } as const;
  for (const [member, count] of [[inTeam, 1] as const, [viewer, 1] as const, [other, 0] as const]) {
    const ctx = await workspace.as(member, { visibility });
    expect((await list(ctx, {})).rows.length, member.role).toBe(count);
    expect(JSON.stringify(await search(ctx, { q: name })).includes(id), member.role).toBe(count === 1);
    expect((await projectOperations.pick(ctx, { q: name })).length, member.role).toBe(count);
    if (count === 0) await expect(get(ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    else expect(await get(ctx, { id })).toMatchObject({ name });
  }
  const seen = await workspace.as(inTeam, { visibility });
  const mine = update(seen, { id, version: 1, name: "Mine" });
  await expect(mine).rejects.toMatchObject({ code: "FORBIDDEN" });
  const event = { id: crypto.randomUUID(), name: "project.updated", entity: "project", entityId: id } as never;
  const under = { ...workspace.system, tenant: { ...workspace.tenant, visibility } };
  const viewers = (await viewersOf(under, [event]))(event);
  expect(viewers).toEqual(expect.arrayContaining([owner.member?.id, inTeam.id, viewer.id]));
  expect(viewers).not.toContain(other.id);
  expect((await viewersOf(workspace.system, [event]))(event)).toBeNull();
});

test("projects of a member who is removed are counted before, keep their manager, and can be given to another one", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [leaving, next] = [await workspace.join("member"), await workspace.join("member")];
  const { id } = await create(owner, { name: "Quarry", ownerId: leaving.id });
  expect(await countOwnedBy(owner, { memberId: leaving.id })).toContainEqual({ entity: "project", total: 1 });
  await removeMember(owner, { id: leaving.id, version: 1 });
  expect(await get(owner, { id })).toMatchObject({ owner: { id: leaving.id } });
  await bulk(owner, { ids: [id], action: { type: "edit", ownerId: next.id } });
  expect(await get(owner, { id })).toMatchObject({ owner: { id: next.id } });
});

test("a trial has room for five: a sixth is refused to forms, pastes, restores and imports", async () => {
  const { owner } = await trial();
  const made = [];
  for (const name of ["One", "Two", "Three", "Four", "Five"]) made.push(await create(owner, { name }));
  await expect(create(owner, { name: "Six" })).rejects.toMatchObject(full);
  const [first] = made;
  if (!first) throw new Error("No project was made.");
  const { version } = await archive(owner, { id: first.id, version: first.version });
  await create(owner, { name: "Six" });
  await expect(restore(owner, { id: first.id, version })).rejects.toMatchObject(full);
  await expect(bulk(owner, { ids: [first.id], action: { type: "restore" } })).rejects.toMatchObject(full);
  const file = await upload(owner, { "projects.csv": "Project,Project key\nSeven,SVN\n" });
  await check(owner, file.id);
  expect(await run(owner, file.id)).toMatchObject({
    status: "failed",
    created: 0,
    failure: expect.stringContaining("Projects has room for 5 projects"),
  });
  expect((await list(await later(owner), {})).total).toBe(5);
});

test("the plan says how many there are; owners and admins are told once when four fifths and all are in use", async () => {
  const { owner } = await trial();
  const use = async () =>
    (await getPlan(await later(owner), {})).modules
      .find(({ module }) => module === "pmo")
      ?.limits.map(({ used, most, many }) => [used, most, many]);
  expect(await use()).toEqual([
    [0, 5, "projects"],
    [null, 50, "tasks in a project"],
  ]);
  for (const name of ["One", "Two", "Three", "Four", "Five"]) {
    const { id, version } = await create(owner, { name });
    await archive(owner, { id, version });
    await restore(owner, { id, version: version + 1 });
  }
  expect((await use())?.[0]).toEqual([5, 5, "projects"]);
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(owner, {});
  const told = rows.flatMap(({ items }) => items.map(({ detail }) => detail));
  expect(told.filter((text) => text?.includes("projects"))).toEqual([
    "5 of 5 projects are used",
    "4 of 5 projects are used",
  ]);
  await setModule(owner, { module: "pmo", on: false });
  expect((await use())?.map(([used]) => used)).toEqual([null, null]);
});

test("of twenty that are made at once in a trial, five are made", async () => {
  const { owner } = await trial();
  const twenty = Array.from({ length: 20 }, (_, at) => create(owner, { name: `Project ${at}` }));
  const made = await Promise.allSettled(twenty);
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const one of made) if (one.status === "rejected") expect(one.reason).toMatchObject(full);
  expect((await list(owner, {})).total).toBe(5);
});

test("of ten that are restored at once in a trial with room for one, one is restored", async () => {
  const { owner } = await trial();
  const archived = [];
  for (let at = 0; at < 10; at++) {
    const { id, version } = await create(owner, { name: `Old ${at}` });
    archived.push(await archive(owner, { id, version }));
  }
  for (const name of ["One", "Two", "Three", "Four"]) await create(owner, { name });
  const restored = await Promise.allSettled(archived.map(({ id, version }) => restore(owner, { id, version })));
  expect(restored.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of restored) if (one.status === "rejected") expect(one.reason).toMatchObject(full);
  expect((await list(owner, {})).total).toBe(5);
});
