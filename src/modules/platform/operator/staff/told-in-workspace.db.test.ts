import "@/registry/register";
import { addDays } from "date-fns";
import { expect, test } from "vitest";
import { listAudit } from "@/modules/platform/history/audit/operations/list";
import { listChanges } from "@/modules/platform/history/events/operations/changes";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { newStaff, staffRequestOf } from "@/test/identity";
import { openSupport, stopSupport } from "../support/staff/operations";
import { addOverride, endOverride, extendTrial } from "./operations/overrides";
import { reactivateWorkspace, suspendWorkspace } from "./operations/suspend";

const reason = "The customer asked for it.";
const endsAt = addDays(new Date(), 3).toISOString();

test("each act of the console stands in the workspace's log under the name and address of the staff", async () => {
  const workspace = await testWorkspace({ plan: "trial" });
  const { id } = workspace.tenant;
  const { person, token } = await newStaff("operator");
  const staff = await staffRequestOf(token);
  await addOverride(staff, { kind: "limit", limit: "pipelines", most: 40, id, endsAt, reason });
  await endOverride(staff, { id, key: "limit:pipelines", reason });
  await extendTrial(staff, { id, endsAt, reason });
  await suspendWorkspace(staff, { id, reason });
  await reactivateWorkspace(staff, { id, reason });
  const names = [
    ...["plan.overrideSet", "plan.overrideEnded", "plan.trialExtended"],
    ...["workspace.suspended", "workspace.reactivated"],
  ];
  const written = await adminQuery(
    "select name, actor, actor_member_id, impersonator_id from events where tenant_id = $1 and name = any($2) order by id",
    [id, names],
  );
  const actor = { type: "staff", staffId: person.userId, name: person.name, address: staff.address };
  expect(written).toEqual(
    names.map((name) => ({
      name,
      actor: { ...actor, sessionId: null, asMemberId: null, readOnly: false },
      actor_member_id: null,
      impersonator_id: person.userId,
    })),
  );

  const owner = await workspace.as(await workspace.join("owner"));
  const { rows } = await listAudit(await later(owner), { via: "staff" });
  expect(rows.map(({ name, who, behalf, from }) => [name, who.name, behalf, from.address])).toEqual(
    names.toReversed().map((name) => [name, person.name, null, staff.address]),
  );
  const told = await listChanges(await later(owner), { entities: ["plan"] });
  expect(new Set(told.rows.map((row) => row.actor?.name))).toEqual(new Set([`${person.name} (support)`]));
});

test("so does each act on a support session, in the place of its member", async () => {
  const workspace = await testWorkspace();
  const boss = await workspace.join("owner");
  const { person, token } = await newStaff();
  const staff = await staffRequestOf(token);
  const { id } = await openSupport(staff, {
    ...{ workspaceId: workspace.tenant.id, memberId: boss.id, reason, ticket: "4821" },
    ...{ minutes: 15, write: false },
  });
  await stopSupport(staff, { id });
  const { rows } = await listAudit(await workspace.as(boss), { via: "staff" });
  expect(rows.map(({ name, who, behalf, from }) => [name, who.name, behalf?.name, from.address])).toEqual([
    ["supportSession.asked", person.name, boss.name, staff.address],
  ]);
});
