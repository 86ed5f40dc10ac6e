import "@/registry/operations";
import { expect, test } from "vitest";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { relayOnce } from "@/server/outbox/relay";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace as dealWorkspace } from "@/test/opportunities";
import { notifications } from "./jobs";
import { listNotifications } from "./operations/list";
import { markNotifications, snoozeNotifications } from "./operations/mark";

test("undoing a snooze puts the notification back, read or unread as before", async () => {
  const { workspace, admin, pipeline } = await dealWorkspace();
  const bo = await workspace.join("member");
  const theirs = await workspace.as(bo);
  const stageId = pipeline.stages[0]?.id ?? "";
  for (const name of ["One", "Two", "Three"]) await createOpportunity(admin, { name, stageId, ownerId: bo.id });
  while (await relayOnce(notifications));
  const inbox = async (show?: "unread") =>
    (await listNotifications(theirs, { show })).rows.map(({ items: [newest] }) => newest?.record);
  const asBefore = await inbox();
  const { rows } = await listNotifications(theirs, {});
  const [, two, one] = rows.map(({ ids }) => ids);
  if (!two || !one) throw new Error("Nothing was told.");
  await markNotifications(theirs, { ids: two, as: "read" });
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  // Put off again while it is away, it still goes back to where it was.
  for (const hours of [1, 2]) await snoozeNotifications(theirs, { ids: two, until: inHours(hours) });
  expect(await snoozeNotifications(theirs, { ids: [...two, ...one], until: null })).toEqual({ changed: 1 });
  expect(await inbox()).toEqual(asBefore);
  expect(await inbox("unread")).toEqual(["Three", "One"]);

  // One that came back by itself has its place there, unread.
  await snoozeNotifications(theirs, { ids: one, until: inHours(1) });
  await adminQuery("update notifications set shown_from = now() where id = any($1)", [one]);
  const cameBack = await inbox();
  expect(cameBack[0]).toBe("One");
  await snoozeNotifications(theirs, { ids: one, until: inHours(1) });
  await snoozeNotifications(theirs, { ids: one, until: null });
  expect(await inbox()).toEqual(cameBack);
  expect(await inbox("unread")).toEqual(["One", "Three"]);
});
