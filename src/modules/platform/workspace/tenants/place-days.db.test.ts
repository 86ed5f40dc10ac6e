import "@/registry/register";
import { expect, test } from "vitest";
import { momentOfClock } from "@/lib/working-time";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import type { DeliveredEvent } from "@/server/workflows/job";
import { later } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";
import { placeDays } from "./jobs";
import { getWorkspace, updateWorkspace } from "./operations/settings";

const day = "2027-03-14";
const noonIn = (zone: string) => momentOfClock(day, 12 * 60, zone).toISOString();

/** The job after the last change of the workspace; returns its steps, and its waits with their seconds after the change. */
async function placeAll(system: Ctx): Promise<string[]> {
  const where = { name: "workspace.updated" };
  const changed = await system.db.event.findFirst({ where, orderBy: { id: "desc" }, select: { id: true } });
  const steps: string[] = [];
  const at = Date.now();
  await placeDays.run({
    event: { entity: "workspace", eventId: changed?.id, at } as DeliveredEvent,
    step: async (id, work) => {
      steps.push(id);
      return await work(system);
    },
    sleepUntil: async (id, until) => {
      steps.push(`${id} ${(Date.parse(until) - at) / 1000}`);
    },
  });
  return steps;
}

test("when a workspace changes its zone, days go to their noons there, and times and versions stay", async () => {
  const { workspace, admin } = await opportunityWorkspace();
  const contact = await contactOperations.create(admin, { name: "Ann", nextStep: "Write", nextStepOn: day });
  const deal = await opportunityOperations.create(admin, { name: "Copper" });
  const about = [{ entity: "opportunity" as const, id: deal.id }];
  const due = await activityOperations.create(admin, { name: "Due", kind: "task", dueOn: day, about });
  const startsAt = `${day}T09:00:00.000Z`;
  const timed = await activityOperations.create(admin, { name: "Timed", kind: "call", startsAt });
  const before = admin.tenant.timeZone;
  const { version } = await getWorkspace(admin, {});
  await updateWorkspace(admin, { version, timeZone: "Pacific/Auckland" });

  const ctx = await later(admin);
  const places = async () => [
    (await activityOperations.get(ctx, { id: due.id })).at,
    (await opportunityOperations.get(ctx, { id: deal.id })).nextAt,
    (await contactOperations.get(ctx, { id: contact.id })).nextAt,
  ];
  expect(await places()).toEqual([noonIn(before), noonIn(before), noonIn(before)]);
  const system = await later(workspace.system);
  expect(system.tenant.timeZone).toBe("Pacific/Auckland");
  const steps = await placeAll(system);
  // An act of the old zone that is still on its way when the zone changes ends within a minute.
  expect(steps.slice(0, 2)).toEqual(["zone", "others 60"]);
  expect(steps.length).toBeGreaterThan(2);
  const there = noonIn("Pacific/Auckland");
  expect(await places()).toEqual([there, there, there]);
  expect(await activityOperations.get(ctx, { id: due.id })).toMatchObject({ version: due.version, dueOn: day });
  expect((await activityOperations.get(ctx, { id: timed.id })).at).toBe(startsAt);

  await updateWorkspace(ctx, { version: version + 1, name: "Renamed" });
  expect(await placeAll(system)).toEqual(["zone"]);
});
