import "@/registry/register";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dayLater, localDay, momentOfClock, momentOfDay } from "@/lib/working-time";
import { getActivityCalendar } from "@/modules/crm/activities/calendar/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { listToday } from "@/modules/platform/data/today/operations/list";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { getProjectCompletion } from "@/modules/pmo/tasks/completion/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Ctx } from "@/server/context";
import { later } from "./ctx";
import { adminQuery } from "./db";
import { everyDay } from "./digests";
import { opportunityWorkspace } from "./opportunities";

/** The zone of a workspace, and that of a member of it: the same, near, and as far from each other as zones are. */
const zones = [
  ["America/Chicago", "America/Chicago"],
  ["America/Chicago", "America/New_York"],
  ["Pacific/Auckland", "Pacific/Auckland"],
  ["Pacific/Kiritimati", "Pacific/Kiritimati"],
  ["Pacific/Pago_Pago", "Pacific/Pago_Pago"],
  ["America/Los_Angeles", "Pacific/Auckland"],
  ["Pacific/Kiritimati", "Pacific/Pago_Pago"],
  ["Pacific/Pago_Pago", "Pacific/Kiritimati"],
] as const;

// An hour at which no zone of these begins a day: today is the same from the first write to the last read.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date().setUTCHours(18, 20) });
});
afterEach(() => void vi.useRealTimers());

async function reader(workspaceZone: string, zone: string): Promise<Ctx> {
  const { admin } = await opportunityWorkspace();
  await adminQuery("update tenants set time_zone = $1 where id = $2", [workspaceZone, admin.tenant.id]);
  if (zone !== workspaceZone) await setWorkingHours(await later(admin), { own: { zone, week: everyDay } });
  return await later(admin);
}

const named = ({ rows }: { rows: readonly { name: string }[] }) => rows.map(({ name }) => name).toSorted();

test.each(zones)("in %s a member in %s finds times by their own days, and days as they were set", async (of, zone) => {
  const ctx = await reader(of, zone);
  const create = (name: string, when: { startsAt: string } | { dueOn: string }) =>
    activityOperations.create(ctx, { name, kind: "call", ownerId: ctx.member?.id ?? "", ...when });
  const today = localDay(new Date(), zone);
  const at = (day: string, minutes: number) => ({ startsAt: momentOfDay(day, minutes, zone).toISOString() });
  await create("First minute", at(today, 0));
  await create("Last minute", at(today, 24 * 60 - 1));
  await create("Minute before", at(today, -1));
  await create("Minute after", at(today, 24 * 60));
  await create("Due", { dueOn: today });
  await create("Due before", { dueOn: dayLater(today, -1) });
  await create("Due after", { dueOn: dayLater(today, 1) });

  const found = async (field: string, value: string | string[], op: "is" | "before" | "after" | "between" = "is") =>
    named(await activityOperations.list(ctx, { conditions: [{ field, op, value }] }));
  const timed = ["First minute", "Last minute"];
  for (const value of ["today", today]) {
    expect(await found("startsAt", value)).toEqual(timed);
    expect(await found("dueOn", value)).toEqual(["Due"]);
  }
  const items = async (section: "today" | "overdue") =>
    (await listToday(ctx, { section })).rows.map(({ title }) => title).toSorted();
  expect(await items("today")).toEqual(["Due", ...timed]);
  expect(await items("overdue")).toEqual(["Due before", "Minute before"]);
  const { activities, zone: shown } = await getActivityCalendar(ctx, { from: today, until: today });
  expect(shown).toBe(zone);
  expect(activities.map(({ name }) => name).toSorted()).toEqual(["Due", ...timed]);
  expect(await found("at", today)).toEqual(["Due", ...timed]);
  expect(await found("at", [today, dayLater(today, 1)], "between")).toEqual([
    "Due",
    "Due after",
    "First minute",
    "Last minute",
    "Minute after",
  ]);
  expect(await found("at", today, "before")).toEqual(["Due before", "Minute before"]);
  expect(await found("at", today, "after")).toEqual(["Due after", "Minute after"]);
});

test.each(zones)("in %s a member in %s did on a day what was due, and is late by it", async (of, zone) => {
  const ctx = await reader(of, zone);
  const yesterday = dayLater(localDay(new Date(), zone), -1);
  const done = { kind: "call", status: "completed" } as const;
  const call = await activityOperations.create(ctx, { name: "Called", ...done, dueOn: yesterday });
  expect(call.completedAt).toBe(momentOfClock(yesterday, 12 * 60, zone).toISOString());

  const { id: projectId } = await projectOperations.create(ctx, { name: "Kanban" });
  for (const days of [0, 1])
    await taskOperations.create(ctx, { name: `Due ${days}`, projectId, dueOn: dayLater(yesterday, days) });
  expect(await getProjectCompletion(ctx, { id: projectId })).toMatchObject({ open: 2, overdue: 1 });
});

test.each(zones)("in %s a member in %s reads the day of a next step as it was set", async (of, zone) => {
  const ctx = await reader(of, zone);
  const day = "2027-03-14";
  const { id } = await opportunityOperations.create(ctx, { name: "Copper", nextStep: "Send it", nextStepOn: day });
  const { nextOn, nextAt } = await opportunityOperations.get(ctx, { id });
  expect(nextOn).toBe(day);
  expect(localDay(new Date(nextAt ?? ""), of)).toBe(day);
  const found = async (value: string) =>
    named(await opportunityOperations.list(ctx, { conditions: [{ field: "nextAt", op: "is", value }] }));
  expect([await found(dayLater(day, -1)), await found(day), await found(dayLater(day, 1))]).toEqual([
    [],
    ["Copper"],
    [],
  ]);
});
