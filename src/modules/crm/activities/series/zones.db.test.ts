import "@/registry/register";
import { expect, test } from "vitest";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { later, testWorkspace } from "@/test/ctx";
import { everyDay } from "@/test/digests";
import { activityOperations } from "../operations/all";
import { getActivityRepeat, setActivityRepeat } from "./operations/set-repeat";

test("a series of a time keeps the zone of the member who set it, one of a day that of the workspace", async () => {
  const workspace = await testWorkspace();
  const member = await workspace.role("member");
  await setWorkingHours(member, { own: { zone: "Pacific/Auckland", week: everyDay } });
  const ctx = await later(member);
  const zoneOf = async (when: { startsAt: string } | { dueOn: string }) => {
    const { id, version } = await activityOperations.create(ctx, { name: "Call", kind: "call", ...when });
    await setActivityRepeat(ctx, { id, version, rule: { every: 1, unit: "week" } });
    return (await getActivityRepeat(await workspace.role("admin"), { id })).zone;
  };
  expect(await zoneOf({ startsAt: "2027-03-15T20:00:00.000Z" })).toBe("Pacific/Auckland");
  expect(await zoneOf({ dueOn: "2027-03-15" })).toBe(workspace.tenant.timeZone);
});
