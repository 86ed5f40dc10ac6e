import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { projectOperations } from "../operations";
import {
  addProjectMilestone,
  listProjectMilestones,
  removeProjectMilestone,
  updateProjectMilestone,
} from "./operations";

const { create, update } = projectOperations;
const dollars = (amount: number) => ({ amount, currency: "USD" });

let owner: Ctx;
beforeAll(async () => {
  owner = await (await testWorkspace()).role("owner");
});

test("milestones stand by their dates, those without one last", async () => {
  const { id } = await create(owner, { name: "Quarry" });
  await addProjectMilestone(owner, { id, version: 1, name: "Some day" });
  await addProjectMilestone(owner, { id, version: 2, name: "Live", dueOn: "2027-03-01" });
  await addProjectMilestone(owner, { id, version: 3, name: "Signed", dueOn: "2027-01-15", bills: "share" });
  const { milestones } = await listProjectMilestones(owner, { id });
  expect(milestones.map(({ name }) => name)).toEqual(["Signed", "Live", "Some day"]);
  const [signed] = milestones;
  expect(signed).toMatchObject({ dueOn: "2027-01-15", bills: "share", amount: null, reachedOn: null });
  const target = { id, version: 4, milestoneId: signed?.id ?? "" };
  const { milestones: later } = await updateProjectMilestone(owner, { ...target, dueOn: "2027-06-01" });
  expect(later.map(({ name }) => name)).toEqual(["Live", "Signed", "Some day"]);
});

test("amounts are in the currency of the price, which stays while there are any", async () => {
  const { id } = await create(owner, { name: "Port", price: dollars(90_000) });
  const { milestones } = await addProjectMilestone(owner, { id, version: 1, name: "Signed", amount: 30_000 });
  expect(milestones).toMatchObject([{ amount: dollars(30_000) }]);
  const stored = () => adminQuery("select price_minor, price_currency, version from projects where id = $1", [id]);
  const before = await stored();
  const euros = update(owner, { id, version: 2, price: { amount: 80_000, currency: "EUR" } });
  await expect(euros).rejects.toMatchObject({
    code: "VALIDATION",
    details: { fields: [{ path: "price", message: expect.stringContaining("are in USD") }] },
  });
  expect(await stored()).toEqual(before);
  await update(owner, { id, version: 2, price: dollars(80_000) });
  await removeProjectMilestone(owner, { id, version: 3, milestoneId: milestones[0]?.id ?? "" });
  const changed = await update(owner, { id, version: 4, price: { amount: 80_000, currency: "EUR" } });
  expect(changed).toMatchObject({ price: { currency: "EUR" } });
});

test("a project without a price has amounts in the currency of the workspace, and a first price of another one is refused", async () => {
  const { id } = await create(owner, { name: "Yard" });
  const { milestones } = await addProjectMilestone(owner, { id, version: 1, name: "Signed", amount: 100 });
  const { currency } = owner.tenant;
  expect(milestones).toMatchObject([{ amount: { amount: 100, currency } }]);
  const other = currency === "CHF" ? "EUR" : "CHF";
  const priced = update(owner, { id, version: 2, price: { amount: 1, currency: other } });
  await expect(priced).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "price" }] } });
  expect(await adminQuery("select price_minor, version from projects where id = $1", [id])).toEqual([
    { price_minor: null, version: 2 },
  ]);
  await update(owner, { id, version: 2, price: { amount: 1, currency } });
});
