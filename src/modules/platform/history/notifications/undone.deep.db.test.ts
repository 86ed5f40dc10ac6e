import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import {
  bulkOpportunities,
  createOpportunity,
  opportunityOperations,
} from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { undoMove } from "@/modules/crm/opportunities/operations/undo-move";
import type { Opportunity } from "@/modules/crm/opportunities/schema";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import type { Ctx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { opportunityWorkspace as dealWorkspace } from "@/test/opportunities";
import { notifications } from "./jobs";
import { listNotifications } from "./operations/list";
import { markAllNotifications } from "./operations/mark";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
beforeAll(async () => {
  ({ workspace, admin, pipeline } = await dealWorkspace());
});

const stage = (name: string) => pipeline.stages.find((one) => one.name === name)?.id ?? "missing";
const opportunityOf = (owner: TestMember, name = "Bridge") =>
  createOpportunity(admin, { name, stageId: stage("Lead"), ownerId: owner.id });
const move = (opportunity: Pick<Opportunity, "id" | "version">, to: string) =>
  moveOpportunity(admin, { id: opportunity.id, version: opportunity.version, stageId: stage(to) });
async function relayed(): Promise<void> {
  while (await relayOnce(notifications));
}
async function inboxOf(member: TestMember): Promise<string[]> {
  await relayed();
  const { rows } = await listNotifications(await workspace.as(member), {});
  return rows.map(({ items: [newest] }) => `${newest?.type} ${newest?.record}`);
}
async function clear(member: TestMember): Promise<void> {
  await relayed();
  await markAllNotifications(await workspace.as(member), { as: "done" });
}

describe("a change that is undone at once", () => {
  test("tells nobody that they were assigned, alone or with many; the same change after it is told again", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const opportunity = await opportunityOf(bo);
    await clear(bo);
    const given = await opportunityOperations.update(admin, {
      id: opportunity.id,
      version: opportunity.version,
      ownerId: cy.id,
    });
    expect(await inboxOf(cy)).toEqual(["opportunityAssigned Bridge"]);
    const back = await opportunityOperations.update(admin, {
      id: opportunity.id,
      version: given.version,
      ownerId: bo.id,
    });
    expect(await inboxOf(bo)).toEqual([]);
    await clear(cy);
    await opportunityOperations.update(admin, { id: opportunity.id, version: back.version, ownerId: cy.id });
    expect(await inboxOf(cy)).toEqual(["opportunityAssigned Bridge"]);

    const many = [await opportunityOf(bo, "One"), await opportunityOf(bo, "Two")].map(({ id }) => id);
    await clear(bo);
    await bulkOpportunities(admin, { ids: many, action: { type: "edit", ownerId: cy.id } });
    await relayed();
    await bulkOpportunities(admin, { ids: many, action: { type: "edit", ownerId: bo.id } });
    expect(await inboxOf(bo)).toEqual([]);
  });

  test("an account given back tells nobody; somebody else who gives it does", async () => {
    const [bo, cy] = [await workspace.join("member"), await workspace.join("member")];
    const other = await workspace.role("admin");
    const account = await accountOperations.create(admin, { name: "Northwind Ltd", ownerId: bo.id });
    await clear(bo);
    const given = await accountOperations.update(admin, { id: account.id, version: account.version, ownerId: cy.id });
    await relayed();
    const back = await accountOperations.update(admin, { id: account.id, version: given.version, ownerId: bo.id });
    expect(await inboxOf(bo)).toEqual([]);
    const again = await accountOperations.update(admin, { id: account.id, version: back.version, ownerId: cy.id });
    await accountOperations.update(other, { id: account.id, version: again.version, ownerId: bo.id });
    expect(await inboxOf(bo)).toEqual(["accountAssigned Northwind Ltd"]);
  });

  test("a move tells nobody of a win that comes back, nor of the stage", async () => {
    const bo = await workspace.join("member");
    const opportunity = await opportunityOf(bo);
    const won = await move(opportunity, "Closed Won");
    await clear(bo);
    const open = await move(won, "Lead");
    await clear(bo);
    await undoMove(admin, { id: opportunity.id, version: open.version });
    expect(await inboxOf(bo)).toEqual([]);
  });
});
