// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { pickMembers } from "@/modules/platform/identity/members/operations/list";
import { peersOf } from "@/server/access";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import {
  addTeamMembers,
  createTeam,
  deleteTeam,
  getTeam,
  listTeams,
  removeTeamMembers,
  updateTeam,
} from "./operations";
import { maxListedMembers } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
});

describe("teams", () => {
  test("make a tree that cannot become a circle, also by two moves at once", async () => {
    const top = await createTeam(admin, { name: "Central" });
    const middle = await createTeam(admin, { name: "Dustin", parentId: top.id });
    const low = await createTeam(admin, { name: "Inside", parentId: middle.id });
    for (const parentId of [top.id, low.id])
      await expect(updateTeam(admin, { id: top.id, version: 1, parentId })).rejects.toMatchObject({
        code: "VALIDATION",
        details: { fields: [{ path: "parentId" }] },
      });
    expect(await getTeam(admin, { id: top.id })).toMatchObject({ parentId: null, version: 1 });

    // More than once: the first time, one of two may wait for its connection and miss the conflict.
    for (const round of [1, 2, 3]) {
      const [a, b] = [await createTeam(admin, { name: `A${round}` }), await createTeam(admin, { name: `B${round}` })];
      const moves = await Promise.allSettled([
        updateTeam(admin, { id: a.id, version: 1, parentId: b.id }),
        updateTeam(admin, { id: b.id, version: 1, parentId: a.id }),
      ]);
      expect(moves.filter((move) => move.status === "fulfilled")).toHaveLength(1);
    }
  });

  test("take a member in once, whoever puts them there at the same moment", async () => {
    const { id } = await createTeam(admin, { name: "Doubly" });
    const memberIds = [(await workspace.join("member")).id];
    const add = () => addTeamMembers(admin, { id, memberIds });
    for (const result of await atOnce(add, add)) expect(result).toMatchObject({ value: { memberCount: 1 } });
    const added = await adminQuery("select data from events where entity_id = $1 and name = 'team.membersAdded'", [id]);
    expect(added).toEqual([{ data: { memberIds } }]);
  });

  test("have one name at one place", async () => {
    const east = await createTeam(admin, { name: "East" });
    await expect(createTeam(admin, { name: "EAST " })).rejects.toMatchObject({ code: "VALIDATION" });
    const below = await createTeam(admin, { name: "East", parentId: east.id });
    await expect(updateTeam(admin, { id: below.id, version: 1, parentId: null })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect((await listTeams(admin, {})).filter((team) => team.name === "East")).toHaveLength(2);
    expect((await updateTeam(admin, { id: below.id, version: 1, name: "East 2" })).name).toBe("East 2");
  });

  test("have one name at one place also when the first two are made at once", async () => {
    const first = await (await testWorkspace()).role("admin");
    for (const team of await listTeams(first, {})) await deleteTeam(first, { id: team.id, version: team.version });
    const create = () => createTeam(first, { name: "North" });
    const made = await atOnce(create, create);
    expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listTeams(first, {})).toHaveLength(1);
  });

  test("take members in and out, and a manager reaches those below", async () => {
    const [manager, agent] = [await workspace.join("manager"), await workspace.join("member")];
    const office = await createTeam(admin, { name: "Office", memberIds: [manager.id] });
    const desk = await createTeam(admin, { name: "Desk", parentId: office.id });
    await addTeamMembers(admin, { id: desk.id, memberIds: [agent.id, agent.id] });
    expect((await getTeam(admin, { id: desk.id })).members).toEqual([
      { id: agent.id, name: agent.name, placeholder: false },
    ]);
    expect((await peersOf(workspace.tenant, manager)).edits).toContain(agent.id);
    await removeTeamMembers(admin, { id: desk.id, memberIds: [agent.id] });
    expect((await peersOf(workspace.tenant, manager)).edits).not.toContain(agent.id);
  });

  test("tell the first members by name and the number of all", async () => {
    const team = await createTeam(admin, { name: "Large" });
    await adminQuery(
      `with made as (
         insert into members (id, tenant_id, name, name_key, role, status, updated_at)
         select gen_random_uuid(), $1, n, n, 'member', case when nth = 1 then 'removed' else 'placeholder' end, now()
         from (select nth, 'agent ' || lpad(nth::text, 3, '0') as n from generate_series(1, 130) nth) names returning id)
       insert into team_members (id, tenant_id, team_id, member_id) select gen_random_uuid(), $1, $2, id from made`,
      [workspace.tenant.id, team.id],
    );
    for (const events of [
      await getTeam(admin, { id: team.id }),
      (await listTeams(admin, {})).find(({ id }) => id === team.id),
    ]) {
      expect(events).toMatchObject({ memberCount: 129, version: 1 });
      expect(events?.members.map(({ name }) => name)).toEqual(
        Array.from({ length: maxListedMembers }, (_, at) => `agent ${String(at + 2).padStart(3, "0")}`),
      );
      expect(events?.members.every(({ placeholder }) => placeholder)).toBe(true);
    }
    // A member who is not listed by name is found among the team's own.
    const found = await pickMembers(admin, { q: "agent 12", teamId: team.id });
    expect(found.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, at) => `agent 12${at}`));
    const empty = await createTeam(admin, { name: "Empty" });
    expect(await pickMembers(admin, { q: "agent 12", teamId: empty.id })).toEqual([]);
    await deleteTeam(admin, { id: team.id, version: 1 });
    const [event] = await adminQuery<{ before: { memberIds: string[] } }>(
      "select before from events where entity_id = $1 and name = 'team.deleted'",
      [team.id],
    );
    expect(event?.before.memberIds).toHaveLength(130);
  });

  test("are deleted only when nothing stands below", async () => {
    const parent = await createTeam(admin, { name: "Parent" });
    const child = await createTeam(admin, { name: "Child", parentId: parent.id });
    await expect(deleteTeam(admin, { id: parent.id, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "1 team is below this one. Move or delete it first.",
    });
    await expect(deleteTeam(admin, { id: child.id, version: 9 })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await getTeam(admin, { id: child.id })).toMatchObject({ name: "Child" });
    await deleteTeam(admin, { id: child.id, version: 1 });
    await deleteTeam(admin, { id: parent.id, version: 1 });
    await expect(getTeam(admin, { id: parent.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of another workspace do not exist, and plain members change none", async () => {
    const team = await createTeam(admin, { name: "Closed" });
    const stranger = await testWorkspace();
    const foreign = await stranger.role("owner");
    const outsider = await stranger.join("member");
    await expect(updateTeam(foreign, { id: team.id, version: 1, name: "Mine" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(addTeamMembers(admin, { id: team.id, memberIds: [outsider.id] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(createTeam(foreign, { name: "Below", parentId: team.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const plain = await workspace.role("manager");
    await expect(deleteTeam(plain, { id: team.id, version: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getTeam(plain, { id: team.id })).toMatchObject({ name: "Closed", members: [], version: 1 });
  });
});
