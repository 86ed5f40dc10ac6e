import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/lib/role-rows";
import { maxOwnViews } from "@/lib/views";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { removeMember } from "@/modules/platform/identity/members/operations/lifecycle";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { relayOnce } from "@/server/outbox/relay";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { servedJobs } from "@/test/served-jobs";
import { rest, withKey } from "@/test/tenancy/doors";
import { reassignViews } from "./jobs";
import { setDefaultView } from "./operations/defaults";
import { passViewsOn } from "./operations/leavers";
import { createView, deleteView, getView, listViews, moveView, restoreView, updateView } from "./operations/views";

const { consumer } = servedJobs(reassignViews);

let workspace: TestWorkspace;
let owner: Ctx;
let admin: Ctx;
let manager: Ctx;
let ann: Ctx;
let bob: Ctx;
let viewer: Ctx;
let people: Record<"ann" | "bob", TestMember>;
let team: string;
let above: string;

beforeAll(async () => {
  workspace = await testWorkspace();
  const [annMember, bobMember] = [await workspace.join("member"), await workspace.join("member")];
  people = { ann: annMember, bob: bobMember };
  above = await makeTeam("Sales", null);
  team = await makeTeam("Sales North", above);
  const { db } = workspace.system;
  await db.teamMember.create({ data: { teamId: team, memberId: annMember.id } });
  [owner, admin, manager, viewer] = (await Promise.all(
    (["owner", "admin", "manager", "viewer"] satisfies Role[]).map((role) => workspace.role(role)),
  )) as [Ctx, Ctx, Ctx, Ctx];
  [ann, bob] = [await workspace.as(annMember), await workspace.as(bobMember)];
});

async function makeTeam(name: string, parentId: string | null): Promise<string> {
  const data = { name, nameKey: name.toLowerCase(), parentId };
  return (await workspace.system.db.team.create({ data, select: { id: true } })).id;
}

const noun = "account" as const;
const private_ = (ctx: Ctx, name: string, state: object = {}) => createView(ctx, { noun, name, state });
const forTeam = (ctx: Ctx, name: string, teamId = team) =>
  createView(ctx, { noun, name, scope: "team", teamId, state: {} });
const forAll = (ctx: Ctx, name: string) => createView(ctx, { noun, name, scope: "workspace", state: {} });
const names = async (ctx: Ctx) => (await listViews(ctx, { noun })).views.map(({ name }) => name);
const stored = () =>
  adminQuery("select id, name, scope, team_id, version, rank, archived_at, state from saved_views order by id");

/** A refusal after which every view is as before. */
async function refuses(act: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await stored();
  await expect(act()).rejects.toMatchObject(refusal);
  expect(await stored()).toEqual(before);
}

describe("who sees and changes a view", () => {
  test("a private one: its owner alone, whatever the role of others", async () => {
    const view = await private_(ann, "Private of Ann");
    expect(await names(ann)).toContain("Private of Ann");
    for (const ctx of [owner, admin, manager, bob, viewer]) {
      expect(await names(ctx)).not.toContain("Private of Ann");
      await expect(getView(ctx, { id: view.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await refuses(() => deleteView(ctx, { id: view.id, version: view.version }), { code: "NOT_FOUND" });
    }
  });

  test("everybody keeps private ones, viewers too", async () => {
    const view = await private_(viewer, "Private of a viewer");
    expect(view).toMatchObject({ scope: "private", mayEdit: true, team: null, archived: false });
    await refuses(() => forTeam(viewer, "Not for a team"), { code: "FORBIDDEN" });
  });

  test("one of a team: its members and those of teams below; owners and admins change it", async () => {
    const view = await forTeam(ann, "Of Sales North");
    expect(view.team).toEqual({ id: team, name: "Sales North" });
    for (const ctx of [ann, owner, admin]) expect(await names(ctx)).toContain("Of Sales North");
    for (const ctx of [bob, manager, viewer]) expect(await names(ctx)).not.toContain("Of Sales North");
    const higher = await forTeam(admin, "Of Sales", above);
    expect(await names(ann)).toContain("Of Sales");
    expect(await getView(ann, { id: higher.id })).toMatchObject({ mayEdit: false });
    await refuses(() => updateView(ann, { id: higher.id, version: higher.version, name: "Mine" }), {
      code: "FORBIDDEN",
    });
    expect(await updateView(admin, { id: view.id, version: view.version, name: "Of the North" })).toMatchObject({
      name: "Of the North",
      mayEdit: true,
    });
  });

  test("members share with teams that they are in", async () => {
    await refuses(() => forTeam(bob, "Not in the team"), { code: "FORBIDDEN" });
    await refuses(() => forTeam(ann, "Not in the team above", above), { code: "FORBIDDEN" });
    await refuses(() => forTeam(ann, "No such team", newId()), { code: "NOT_FOUND" });
    const mine = await private_(bob, "Kept by Bob");
    await refuses(() => updateView(bob, { id: mine.id, version: mine.version, scope: "team", teamId: team }), {
      code: "FORBIDDEN",
    });
  });

  test("owners, admins and managers share with the workspace", async () => {
    for (const ctx of [ann, viewer]) await refuses(() => forAll(ctx, "Not for everybody"), { code: "FORBIDDEN" });
    const view = await forAll(manager, "For everybody");
    for (const ctx of [ann, bob, viewer, owner]) expect(await names(ctx)).toContain("For everybody");
    await refuses(() => updateView(bob, { id: view.id, version: view.version, name: "Mine" }), { code: "FORBIDDEN" });
    await refuses(() => moveView(bob, { id: view.id, afterId: null }), { code: "FORBIDDEN" });
  });

  test("a view of a team that is deleted is its owner's alone", async () => {
    const gone = await makeTeam("Short-lived", null);
    const view = await forTeam(admin, "Of a deleted team", gone);
    await workspace.system.db.team.deleteMany({ where: { id: gone } });
    expect(await getView(admin, { id: view.id })).toMatchObject({ scope: "private", team: null });
    await expect(getView(owner, { id: view.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a removed member's shared views are given to an owner, and the private ones are deleted", async () => {
    const leaver = await workspace.join("manager");
    const theirs = await workspace.as(leaver);
    const view = await forAll(theirs, "Of a member who left");
    const own = await private_(theirs, "Private of a member who left");
    await setDefaultView(theirs, { noun, viewId: own.id });
    const kept = await private_(bob, "Private of one who stays");
    const member = await workspace.system.db.member.findFirst({ where: { id: leaver.id } });
    await removeMember(admin, { id: leaver.id, version: member?.version ?? 0 });
    await expect
      .poll(async () => {
        while (await relayOnce(consumer));
        return (await getView(bob, { id: view.id })).owner.id;
      })
      .not.toBe(leaver.id);
    const read = await getView(bob, { id: view.id });
    expect(read).toMatchObject({ mayEdit: false, version: view.version + 1 });
    expect(await adminQuery("select role, status from members where id = $1", [read.owner.id])).toEqual([
      { role: "owner", status: "active" },
    ]);
    expect((await stored()).map(({ id }) => id)).not.toContain(own.id);
    expect((await stored()).map(({ id }) => id)).toContain(kept.id);
    expect(await adminQuery("select 1 from view_defaults where member_id = $1", [leaver.id])).toEqual([]);
    await expect(passViewsOn(workspace.system, people.bob.id)).resolves.toBe(0);
    expect((await stored()).map(({ id }) => id)).toContain(kept.id);
  });
});

describe("a view", () => {
  test("is renamed, moved, deleted and restored", async () => {
    const [one, two] = [await private_(bob, "First"), await private_(bob, "Second")];
    const own = async () => (await names(bob)).filter((name) => ["First", "Second", "Other"].includes(name));
    expect(await own()).toEqual(["First", "Second"]);
    await moveView(bob, { id: two.id, afterId: null });
    expect(await own()).toEqual(["Second", "First"]);
    await moveView(bob, { id: two.id, afterId: one.id });
    expect(await own()).toEqual(["First", "Second"]);
    const renamed = await updateView(bob, { id: one.id, version: one.version, name: "Other" });
    const deleted = await deleteView(bob, { id: one.id, version: renamed.version });
    expect([await own(), deleted.archived]).toEqual([["Second"], true]);
    await restoreView(bob, { id: one.id, version: deleted.version });
    expect(await own()).toEqual(["Other", "Second"]);
  });

  test("changed by two at once is a conflict that names the other", async () => {
    const view = await forAll(manager, "Changed twice");
    await updateView(manager, { id: view.id, version: view.version, state: { q: "first" } });
    await refuses(() => updateView(admin, { id: view.id, version: view.version, state: { q: "second" } }), {
      code: "CONFLICT",
      details: { changed: ["state"], by: { id: manager.member?.id } },
    });
  });

  test("has a name of 1 to 100 characters and a state of limited size", async () => {
    await refuses(() => private_(bob, "x".repeat(300)), { code: "VALIDATION" });
    await refuses(() => private_(bob, "  "), { code: "VALIDATION" });
    const condition = { field: "name", op: "is", value: "x" };
    const many = (count: number, value = "x") => Array.from({ length: count }, () => ({ ...condition, value }));
    await refuses(() => private_(bob, "Too many", { conditions: many(200) }), { code: "VALIDATION" });
    await refuses(
      () =>
        private_(bob, "Too long", {
          conditions: many(30, "y".repeat(500)),
          groups: [{ match: "any", conditions: many(10, "z".repeat(500)) }],
        }),
      { code: "VALIDATION" },
    );
    const nested = { match: "any", conditions: [{ match: "all", conditions: many(1) }] };
    await refuses(() => private_(bob, "Too deep", { groups: [nested] }), { code: "VALIDATION" });
  });

  test("of other lists and workspaces does not exist", async () => {
    const other = await (await testWorkspace()).role("admin");
    const view = await forAll(other, "Elsewhere");
    await expect(getView(admin, { id: view.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(accountOperations.list(admin, { view: view.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const contacts = await createView(admin, { noun: "contact", name: "Of contacts", state: {} });
    await expect(accountOperations.list(admin, { view: contacts.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of a list that its reader may not see does not exist", async () => {
    const view = await forAll(admin, "Of hidden accounts");
    const blind = await workspace.as(people.bob, { grants: [{ permission: "account:view", effect: "deny" }] });
    await expect(getView(blind, { id: view.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await names(blind)).toEqual([]);
    await expect(private_(blind, "Of hidden accounts")).rejects.toMatchObject({ code: "VALIDATION" });
  });

  test("of one member is limited in number", async () => {
    const full = await workspace.role("member");
    for (let n = 0; n < maxOwnViews; n++) await private_(full, `View ${n}`);
    await refuses(() => private_(full, "One too many"), { code: "CONFLICT" });
    await createView(full, { noun: "contact", name: "Of another list", state: {} });
  });
});

describe("the state of a view", () => {
  test("is opened without the parts that do not exist any more, and names them", async () => {
    const state = {
      conditions: [
        { field: "name", op: "contains", value: "copper" },
        { field: "deletedField", op: "is", value: "x" },
        { field: "owner", op: "anyOf", value: ["me", people.ann.id, newId()] },
        { field: "owner", op: "is", value: newId() },
        { field: "createdAt", op: "after", value: "no date" },
        { field: "createdAt", op: "atLeast", value: "last 1000000000 days" },
      ],
      groups: [{ match: "any", conditions: [{ field: "alsoDeleted", op: "empty" }] }],
      sorts: [{ field: "nothing", direction: "asc" }],
      group: "neither",
      totals: { lost: "sum", annualRevenue: "sum" },
    };
    const view = await private_(bob, "Dropped parts", state);
    expect(view.state).toMatchObject({
      conditions: [
        { field: "name", op: "contains", value: "copper" },
        { field: "owner", op: "anyOf", value: ["me", people.ann.id] },
      ],
      groups: [],
      sorts: [],
      group: null,
      totals: { annualRevenue: "sum" },
    });
    expect(view.dropped).toEqual([
      { part: "condition", field: "deletedField" },
      { part: "value", field: "owner" },
      { part: "condition", field: "owner" },
      { part: "condition", field: "createdAt" },
      { part: "condition", field: "createdAt" },
      { part: "condition", field: "alsoDeleted" },
      { part: "sort", field: "nothing" },
      { part: "group", field: "neither" },
      { part: "total", field: "lost" },
    ]);
  });

  test("filters and orders a list, together with the list's own conditions", async () => {
    for (const name of ["Copper works", "Copper mine", "Tin mine"]) await accountOperations.create(ann, { name });
    const conditions = [{ field: "name", op: "contains" as const, value: "copper" }];
    const view = await forTeam(ann, "Copper");
    const changed = await updateView(ann, {
      id: view.id,
      version: view.version,
      state: { conditions, sorts: [{ field: "name", direction: "desc" }] },
    });
    const list = async (more: object = {}) =>
      (await accountOperations.list(ann, { view: changed.id, ...more })).rows.map(({ name }) => name);
    expect(await list()).toEqual(["Copper works", "Copper mine"]);
    expect(await list({ conditions: [{ field: "name", op: "contains" as const, value: "mine" }] })).toEqual([
      "Copper mine",
    ]);
    expect(await list({ sort: { field: "name", direction: "asc" } })).toEqual(["Copper mine", "Copper works"]);
    expect(await accountOperations.totals(ann, { view: changed.id, totals: [] })).toMatchObject({ count: 2 });
    await expect(accountOperations.list(bob, { view: changed.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of archived records lists those, unless the request says otherwise", async () => {
    const { id, version } = await accountOperations.create(ann, { name: "Zinc mine" });
    await accountOperations.archive(ann, { id, version });
    const conditions = [{ field: "name", op: "contains" as const, value: "zinc" }];
    const view = await private_(ann, "Archived zinc", { conditions, archived: true });
    const found = async (more: object = {}) => [
      (await accountOperations.list(ann, { view: view.id, ...more })).total,
      (await accountOperations.totals(ann, { view: view.id, ...more })).count,
      (await accountOperations.groups(ann, { view: view.id, group: "type", ...more })).length,
    ];
    expect(await found()).toEqual([1, 1, 1]);
    expect(await found({ archived: false })).toEqual([0, 0, 0]);
  });

  test("names in the answer of a list what was left out of it", async () => {
    const conditions = [{ field: "deletedField", op: "is" as const, value: "x" }];
    const sorts = [{ field: "alsoDeleted", direction: "asc" as const }];
    const view = await private_(ann, "Without its field", { conditions, sorts });
    const dropped = [
      { part: "condition", field: "deletedField" },
      { part: "sort", field: "alsoDeleted" },
    ];
    expect((await accountOperations.list(ann, { view: view.id })).dropped).toEqual(dropped);
    expect((await accountOperations.totals(ann, { view: view.id })).dropped).toEqual(dropped);
    expect(await accountOperations.list(ann, {})).not.toHaveProperty("dropped");
    expect(await accountOperations.totals(ann, {})).not.toHaveProperty("dropped");
    const headers = await withKey(workspace.tenant.id, people.ann, ["account:view"]);
    const answer = await rest("GET", `/accounts?view=${view.id}`, headers);
    expect(answer.body.meta).toMatchObject({ dropped });
    expect((await rest("GET", "/accounts", headers)).body.meta).not.toHaveProperty("dropped");
  });

  test("counts a field that its reader may not read as one that does not exist", async () => {
    const view = await forAll(admin, "By revenue");
    const state = { conditions: [{ field: "annualRevenue", op: "atLeast" as const, value: 1 }] };
    await updateView(admin, { id: view.id, version: view.version, state });
    const blind = await workspace.as(people.bob, { hiddenFields: { account: ["annualRevenue"] } });
    expect(await getView(blind, { id: view.id })).toMatchObject({
      state: { conditions: [] },
      dropped: [{ part: "condition", field: "" }],
    });
  });
});

describe("the view with which a list opens", () => {
  const opens = async (ctx: Ctx) => (await listViews(ctx, { noun: "contact" })).opens;
  const choose = (ctx: Ctx, more: object) => setDefaultView(ctx, { noun: "contact", ...more });

  test("is the own choice, else that of the role, and never one that the member does not see", async () => {
    const shared = await createView(manager, { noun: "contact", name: "Leads", scope: "workspace", state: {} });
    const hidden = await createView(admin, { noun: "contact", name: "Hidden", state: {} });
    expect(await opens(bob)).toEqual({ viewId: null, key: null });
    await choose(admin, { role: "member", viewId: shared.id });
    expect([await opens(bob), await opens(viewer)]).toEqual([
      { viewId: shared.id, key: null },
      { viewId: null, key: null },
    ]);
    await choose(bob, { key: "mine" });
    expect([await opens(bob), await opens(ann)]).toEqual([
      { viewId: null, key: "mine" },
      { viewId: shared.id, key: null },
    ]);
    await choose(bob, {});
    expect(await opens(bob)).toEqual({ viewId: shared.id, key: null });
    await choose(admin, { role: "member", viewId: hidden.id });
    expect(await opens(bob)).toEqual({ viewId: null, key: null });
  });

  test("is skipped when its noun does not declare it any more", async () => {
    await choose(bob, { key: "mine" });
    await adminQuery("update view_defaults set key = 'former' where member_id = $1", [people.bob.id]);
    expect(await opens(bob)).toEqual({ viewId: null, key: null });
    await choose(bob, {});
  });

  test("of a role is chosen by owners, admins and managers, among views that they see", async () => {
    const read = () => adminQuery("select * from view_defaults order by id");
    const before = await read();
    await expect(choose(bob, { role: "viewer", key: "mine" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(choose(bob, { viewId: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    // Activities declare that view, contacts do not.
    const details = { fields: [{ path: "key" }] };
    await expect(choose(bob, { key: "overdue" })).rejects.toMatchObject({ code: "VALIDATION", details });
    expect(await read()).toEqual(before);
  });
});
