// @module-tag once

import "@/registry/register";
import { expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import { viewersOf } from "@/server/signals/viewers";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { projectOperations } from "./operations";

const { create } = projectOperations;

test("the link of an activity leads to its project for the team, and for nobody who does not see it", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const [inTeam, assignee] = [await workspace.join("member"), await workspace.join("member")];
  const { id } = await create(owner, { name: "Quarry", members: [inTeam.id] });
  const about = [{ entity: "project", id }];
  const people = { ownerId: assignee.id, participants: [inTeam.id] };
  const activity = await activityOperations.create(owner, { name: "Call the quarry", kind: "call", about, ...people });
  const visibility = { project: "own" } as const;
  const linkFor = async (member: typeof inTeam) =>
    (await activityOperations.get(await workspace.as(member, { visibility }), { id: activity.id })).about;
  expect(await linkFor(inTeam)).toMatchObject([{ entity: "project", id }]);
  expect(await linkFor(assignee)).toMatchObject([{ entity: "project", id: null }]);
});

test("where members see the records of their teams, colleagues of the manager hear of a project beside its own team", async () => {
  const workspace = await testWorkspace();
  const admin = await workspace.role("admin");
  const [manager, colleague, inTeam, other] = [
    await workspace.join("member"),
    await workspace.join("member"),
    await workspace.join("member"),
    await workspace.join("member"),
  ];
  await createTeam(admin, { name: "North", memberIds: [manager.id, colleague.id] });
  const { id } = await create(admin, { name: "Quarry", ownerId: manager.id, members: [inTeam.id] });
  const visibility = { project: "team" } as const;
  const under = { ...workspace.system, tenant: { ...workspace.tenant, visibility } };
  const event = { id: crypto.randomUUID(), name: "project.updated", entity: "project", entityId: id } as never;
  const viewers = (await viewersOf(under, [event]))(event);
  expect(viewers?.toSorted()).toEqual([admin.member?.id, manager.id, colleague.id, inTeam.id].toSorted());
  expect(viewers).not.toContain(other.id);
});

test("a picker within a record offers its projects to the team, however many others come before them", async () => {
  const workspace = await testWorkspace();
  const owner = await workspace.role("owner");
  const inTeam = await workspace.join("member");
  const [here, there] = [
    await accountOperations.create(owner, { name: "Here" }),
    await accountOperations.create(owner, { name: "There" }),
  ];
  await create(owner, { name: "Zinc works", accountId: here.id, members: [inTeam.id] });
  await create(owner, { name: "Zinc store", accountId: here.id });
  // Rows alone: what follows from a new project is not asked.
  await adminQuery(
    `insert into projects select (jsonb_populate_record(p, jsonb_build_object(
       'id', uuidv7(), 'key', 'Q' || n, 'key_key', 'q' || n, 'name', 'Quarry ' || n, 'name_key', 'quarry ' || n, 'account_id', $2::uuid))).*
     from projects p, generate_series(1, 50) n where p.tenant_id = $1 and p.name = 'Zinc works'`,
    [workspace.tenant.id, there.id],
  );
  const ctx = await workspace.as(inTeam, { visibility: { project: "own" } });
  const offered = async (q?: string) =>
    (await projectOperations.pick(ctx, { q, within: { field: "account", id: here.id } })).map(({ name }) => name);
  expect(await offered()).toEqual(["Zinc works"]);
  expect(await offered("zinc")).toEqual(["Zinc works"]);
});
