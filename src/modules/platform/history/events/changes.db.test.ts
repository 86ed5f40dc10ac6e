import "@/registry/operations";
import { beforeEach, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { updateStage } from "@/modules/crm/pipelines/stages/operations";
import { createTag, mergeTag } from "@/modules/platform/data/tags/operations/tags";
import { createApiKey } from "@/modules/platform/identity/api-keys/operations";
import { changeRole, listGrants, setGrant } from "@/modules/platform/identity/members/operations/roles";
import { addTeamMembers, createTeam, deleteTeam } from "@/modules/platform/identity/teams/operations";
import { setVisibility, updateWorkspace } from "@/modules/platform/workspace/tenants/operations/settings";
import type { Ctx } from "@/server/context";
import { later } from "@/test/ctx";
import { importAll } from "@/test/import-trial";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { listChanges } from "./operations/changes";
import { listTimeline } from "./operations/timeline";
import type { TimelineEntry } from "./schema";

let firm: OpportunityWorkspace;
beforeEach(async () => {
  firm = await opportunityWorkspace();
});

const described = (rows: TimelineEntry[]) =>
  rows.map(({ verb, title, batch, changes }) =>
    [verb, batch && batch.count > 1 ? `${batch.count} ${batch.label.many}` : title, changes[0]?.after]
      .flatMap((part) => part ?? [])
      .join(" "),
  );

test("a page of the settings tells what changed in its objects, newest first, and nothing else", async () => {
  const { admin, pipeline, workspace } = firm;
  await accountOperations.create(admin, { name: "Not told" });
  const [stage] = pipeline.stages;
  await updateStage(admin, { id: stage?.id ?? "", version: stage?.version ?? 0, name: "First call" });
  await setVisibility(admin, { entity: "account", level: "own" });
  const workspaceNow = await setVisibility(admin, { entity: "account", level: "everyone" });
  await updateWorkspace(admin, { version: workspaceNow.version, currency: "EUR" });
  const team = await createTeam(admin, { name: "North" });
  await deleteTeam(admin, { id: team.id, version: team.version });
  const member = await workspace.join("member");
  await changeRole(admin, { id: member.id, version: 1, role: "manager" });

  const of = async (...entities: string[]) => described((await listChanges(admin, { entities })).rows);
  expect(await of("workspace")).toEqual([
    `changed the settings of ${workspaceNow.name} EUR`,
    `changed who can see the records of ${workspaceNow.name} Everyone`,
    `changed who can see the records of ${workspaceNow.name} Own only`,
  ]);
  expect(await of("team")).toEqual(["deleted the team North"]);
  expect((await of("pipeline", "stage"))[0]).toBe("changed the stage First call First call");
  expect(await of("member")).toContain(`changed the role of ${member.name} Manager`);
  await expect(listChanges(admin, { entities: ["account"] })).rejects.toMatchObject({ code: "VALIDATION" });
});

test("an import of people is one change; pages give each change once", async () => {
  const { admin } = firm;
  await importAll(admin, { "people.csv": "rep,team lead,department\nGrace,Hedy,East\nJoan,Hedy,East\n" });
  const all = (await listChanges(admin, { entities: ["member", "team"] })).rows;
  expect(described(all)).toContain("imported 3 members");
  const paged: TimelineEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listChanges>> = await listChanges(admin, {
      entities: ["member", "team"],
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    paged.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor);
  expect(paged).toEqual(all);
});

test("a right that a member got is told to those who may read it, on no page to others", async () => {
  const { admin, workspace } = firm;
  const member = await workspace.join("member");
  await setGrant(admin, { id: member.id, permission: "record:import", effect: "allow" });
  const pages = async (ctx: Ctx) => [
    ...(await listChanges(ctx, { entities: ["member"] })).rows,
    ...(await listTimeline(ctx, { entity: "member", id: member.id })).rows,
  ];
  expect(described(await pages(admin)).filter((line) => line.startsWith("changed the permissions"))).toHaveLength(2);
  for (const role of ["viewer", "member", "manager"] as const) {
    const ctx = await workspace.role(role);
    await expect(listGrants(ctx, { id: member.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(JSON.stringify(await pages(ctx))).not.toMatch(/record:import|grantChanged/);
  }
});

test("members who may not manage API keys see no changes of them", async () => {
  const { admin, workspace } = firm;
  await createApiKey(admin, { name: "Warehouse", scopes: ["account:view"] });
  await createTeam(admin, { name: "Night shift" });
  expect(described((await listChanges(admin, { entities: ["apiKey"] })).rows)).toEqual([
    "created the API key Warehouse",
  ]);
  const member = await workspace.role("member");
  expect((await listChanges(member, { entities: ["apiKey"] })).rows).toEqual([]);
  expect(described((await listChanges(member, { entities: ["team"] })).rows)).toEqual([
    "created the team Night shift Night shift",
  ]);
});

test("a tag that went into another one is still named, and its trail tells where it went", async () => {
  const { admin } = firm;
  const [cold, chilly] = [await createTag(admin, { name: "Cold" }), await createTag(admin, { name: "Chilly" })];
  // The tags that there are belong to the context of a request.
  const now = await later(admin);
  const account = await accountOperations.create(now, { name: "Hill Works" });
  await accountOperations.update(now, { id: account.id, version: 1, tags: [chilly.id] });
  await mergeTag(admin, { id: chilly.id, version: chilly.version, intoId: cold.id });
  const [told] = (await listChanges(admin, { entities: ["tag"] })).rows;
  expect(told).toMatchObject({ verb: "merged the tag", title: "Chilly", detail: "Into Cold" });
  const [tagged] = (await listTimeline(now, { entity: "account", id: account.id })).rows;
  expect(tagged?.changes).toMatchObject([{ field: "tags", before: null, after: "Chilly" }]);
});

test("a change names the other records that it concerns", async () => {
  const { admin, workspace } = firm;
  const [ann, bo] = [await workspace.join("member"), await workspace.join("member")];
  const team = await createTeam(admin, { name: "North" });
  await addTeamMembers(admin, { id: team.id, memberIds: [ann.id, bo.id] });
  const [row] = (await listChanges(admin, { entities: ["team"] })).rows;
  expect(row).toMatchObject({ verb: "added members to", title: "North", detail: `${ann.name}, ${bo.name}` });
});
