import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { check, run, upload } from "@/test/import-trial";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { projectOperations } from "./operations";

const { create, update, get, list } = projectOperations;

let of: OpportunityWorkspace;
let admin: Ctx;
beforeAll(async () => {
  of = await opportunityWorkspace();
  admin = of.admin;
});

const account = (name: string) => accountOperations.create(admin, { name });
const euros = (amount: number) => ({ amount, currency: "EUR" });
const linked = (...ids: string[]) => ids.map((id) => ({ entity: "opportunity", id }));

describe("a new project", () => {
  test("takes account and price of its opportunity, unless others are given, and is found by it", async () => {
    const [port, yard] = [await account("Port"), await account("Yard")];
    const sale = await createOpportunity(admin, { name: "Cranes", accountId: port.id, amount: euros(90_000) });
    const opportunities = linked(sale.id);
    const follows = await create(admin, { name: "Cranes", opportunities });
    expect(follows).toMatchObject({ account: { id: port.id }, price: euros(90_000), opportunities: [{ id: sale.id }] });
    const own = { name: "Cranes for the yard", accountId: yard.id, price: euros(1) };
    const other = await create(admin, { ...own, opportunities });
    expect(other).toMatchObject({ account: { id: yard.id }, price: euros(1) });
    const { rows } = await list(admin, { conditions: [{ field: "opportunities", op: "anyOf", value: [sale.id] }] });
    expect(rows.map(({ id }) => id).toSorted()).toEqual([follows.id, other.id].toSorted());
  });

  test("of two opportunities of different accounts has the sum and no account", async () => {
    const [port, yard] = [await account("North port"), await account("North yard")];
    const one = await createOpportunity(admin, { name: "Lamps", accountId: port.id, amount: euros(500) });
    const two = await createOpportunity(admin, { name: "Masts", accountId: yard.id, amount: euros(700) });
    const project = await create(admin, { name: "Lights", opportunities: linked(one.id, two.id) });
    expect(project).toMatchObject({ account: null, price: euros(1_200) });
    for (const { id } of [one, two]) {
      const { rows } = await listTimeline(admin, { entity: "opportunity", id });
      expect(rows.map(({ title }) => title)).toContain("Lights");
    }
    const edited = await update(admin, { id: project.id, version: 1, opportunities: linked(one.id) });
    expect(edited).toMatchObject({ account: null, price: euros(1_200), opportunities: [{ id: one.id }] });
  });

  test("takes nothing that its maker may not read", async () => {
    const port = await account("South port");
    const sale = await createOpportunity(admin, { name: "Ropes", accountId: port.id, amount: euros(300) });
    const member = await of.workspace.join("member");
    const blind = await of.workspace.as(member, { hiddenFields: { opportunity: ["account", "amount"] } });
    const opportunities = linked(sale.id);
    expect(await create(blind, { name: "Ropes", opportunities })).toMatchObject({ account: null, price: null });
    const seeing = await of.workspace.as(member);
    expect(await create(seeing, { name: "More ropes", opportunities })).toMatchObject({
      account: { id: port.id },
      price: euros(300),
    });
  });

  test("of a file finds its opportunity by name, and follows it too", async () => {
    const port = await account("West port");
    const sale = await createOpportunity(admin, { name: "Buoys", accountId: port.id, amount: euros(800) });
    const file = await upload(admin, { "projects.csv": "Project,Project key,Opportunity\nBuoys,BUOY,Buoys\n" });
    await check(admin, file.id);
    expect(await run(admin, file.id)).toMatchObject({ status: "done", created: 1 });
    const { rows } = await list(admin, { conditions: [{ field: "opportunities", op: "anyOf", value: [sale.id] }] });
    expect(rows).toMatchObject([{ key: "BUOY", account: { id: port.id }, price: euros(800) }]);
  });
});

describe("an opportunity with a project", () => {
  /** An opportunity and the project that follows it. */
  async function followed(name: string, more: object = {}) {
    const { id: accountId } = await account(`${name} Ltd`);
    const sale = await createOpportunity(admin, { name, accountId, amount: euros(100), ...more });
    const project = await create(admin, { name: `${name} project`, opportunities: linked(sale.id) });
    const now = async () => {
      const { version, account: held, price, opportunities } = await get(admin, { id: project.id });
      return { version, account: held?.id, price, sales: opportunities.map(({ id }) => id) };
    };
    const first = { version: 1, account: accountId, price: euros(100), sales: [sale.id] };
    expect(await now()).toEqual(first);
    return { sale, project, now, first, accountId };
  }

  test("is reopened, archived and restored, and its account archived: the project stays as it is", async () => {
    const { sale, now, first, accountId } = await followed("Winches");
    const won = of.pipeline.stages.find(({ type }) => type === "won")?.id ?? "";
    const open = of.pipeline.stages.find(({ type }) => type === "open")?.id ?? "";
    let { version } = sale;
    for (const stageId of [won, open]) {
      await moveOpportunity(admin, { id: sale.id, version, stageId });
      version += 1;
      expect(await now()).toEqual(first);
    }
    const archived = await opportunityOperations.archive(admin, { id: sale.id, version });
    expect(await now()).toEqual(first);
    await opportunityOperations.restore(admin, { id: sale.id, version: archived.version });
    await accountOperations.archive(admin, { id: accountId, version: 1 });
    expect(await now()).toEqual(first);
  });

  test("is deleted: its project stays without it, which the question before says", async () => {
    const { sale, now, first } = await followed("Chains");
    const asked = await opportunityOperations.checkDelete(admin, { id: sale.id });
    expect(asked).toMatchObject({ held: null, stays: ["1 project: Chains project"] });
    await opportunityOperations.delete(admin, { id: sale.id, version: sale.version });
    expect(await now()).toEqual({ ...first, sales: [] });
  });

  test("is hidden from a member: they see no name of it, and their edits keep it", async () => {
    const { sale, project, now } = await followed("Anchors");
    const member = await of.workspace.join("member");
    const given = await update(admin, { id: project.id, version: 1, ownerId: member.id });
    const ctx = await of.workspace.as(member, { visibility: { opportunity: "own" } });
    expect((await get(ctx, { id: project.id })).opportunities).toEqual([
      { entity: "opportunity", id: null, name: unseenRecord, data: null },
    ]);
    const own = await createOpportunity(ctx, { name: "Own anchors" });
    await update(ctx, { id: project.id, version: given.version, opportunities: linked(own.id) });
    expect((await now()).sales).toEqual([own.id, sale.id]);
    const add = update(ctx, { id: project.id, version: given.version + 1, opportunities: linked(sale.id) });
    await expect(add).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await now()).sales).toEqual([own.id, sale.id]);
  });
});
