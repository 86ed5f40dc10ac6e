import { beforeAll, describe, expect, test } from "vitest";
import { colleagueRoles } from "@/lib/role-rows";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import type { Visibility } from "../context";
import { tenantDb } from "../db/tenant-db";
import { defineScope } from "../scope";
import { audienceOf } from "./audience";

let workspace: TestWorkspace;
const members: TestMember[] = [];

/** Three levels of teams, each role twice in each of them and once in none. */
beforeAll(async () => {
  workspace = await testWorkspace();
  const { db } = tenantDb(workspace.tenant.id);
  let parentId: string | null = null;
  for (const name of ["top", "middle", "bottom"]) {
    const team: { id: string } = await db.team.create({
      data: { name, nameKey: name, parentId },
      select: { id: true },
    });
    for (const role of colleagueRoles)
      for (let turn = 0; turn < 2; turn++) {
        const member = await workspace.join(role);
        await db.teamMember.create({ data: { teamId: team.id, memberId: member.id } });
        members.push(member);
      }
    parentId = team.id;
  }
  for (const role of colleagueRoles) members.push(await workspace.join(role));
});

const scope = defineScope({
  entity: "account",
  noun: "account",
  edit: "account:edit",
  owned: true,
  load: async () => [],
});

/** Everyone whose own request would see a record of these owners. */
async function seeing(level: Visibility, owners: (string | null)[]): Promise<string[]> {
  const found: string[] = [];
  for (const member of members) {
    const ctx = await workspace.as(member, { visibility: { account: level } });
    if (owners.some((ownerId) => scope.sees(ctx, { ownerId }))) found.push(member.id);
  }
  return found.sort();
}
const everyone = () => members.map(({ id }) => id).sort();

describe("the audience of a record", () => {
  for (const level of ["everyone", "team", "own"] as const)
    test(`under "${level}" is who sees it, whoever owns it`, async () => {
      const audience = async (owners: (string | null)[]) => {
        const ids = await audienceOf(workspace.system, level, owners);
        return (ids ?? everyone()).sort();
      };
      for (const { id } of members) expect(await audience([id]), id).toEqual(await seeing(level, [id]));
      expect(await audience([null])).toEqual(await seeing(level, [null]));
    });

  test("after a change of hands: who sees it now, and who saw it before", async () => {
    const [from, to] = [members[3], members.at(-2)];
    const owners = [from?.id ?? "", to?.id ?? ""];
    expect(await audienceOf(workspace.system, "own", owners)).toEqual(await seeing("own", owners));
  });

  test("of what only admins manage: owners and admins", async () => {
    const expected = members.filter(({ role }) => role === "owner" || role === "admin").map(({ id }) => id);
    expect(await audienceOf(workspace.system, "admins", [null])).toEqual(expected.sort());
  });
});
