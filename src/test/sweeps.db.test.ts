import "@/registry/operations";
import "@/registry/register";
import { expect, test } from "vitest";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { relayOnce } from "@/server/outbox/relay";
import { requestDueWork } from "@/server/workflows/clock";
import { jobs } from "@/server/workflows/job";
import { adminQuery } from "./db";
import { opportunityWorkspace } from "./opportunities";
import { servedJobs } from "./served-jobs";
import { setHours } from "./working-hours";

const { consumer } = servedJobs(...jobs());

test("all work by the clock does what it is for, from the strike on", async () => {
  const { workspace, admin, pipeline } = await opportunityWorkspace();
  const { id: tenantId, timeZone } = workspace.tenant;
  const bo = await workspace.join("member");
  const always = { timeZone, quiet: false, days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, untilMinute: 1440 };
  await setHours(await workspace.as(bo), always);
  const today = localDay(new Date(), timeZone);
  const now = momentOfDay(today, 4 * 60, timeZone);
  const stageId = pipeline.stages[0]?.id ?? "";
  await createOpportunity(admin, { name: "Old", stageId, ownerId: bo.id });
  while (await relayOnce(notifications));
  const ages = "at = now() - interval '200 days', shown_from = now() - interval '200 days'";
  await adminQuery(`update notifications set ${ages} where tenant_id = $1`, [tenantId]);
  await adminQuery("update notification_mails set due_at = now() - interval '2 days' where tenant_id = $1", [tenantId]);
  // Its job is lost: it would send the mail, possibly before the check finds it late.
  const lost = "update event_deliveries set delivered_at = now() where tenant_id = $1 and consumer = $2";
  await adminQuery(lost, [tenantId, consumer.name]);
  await createOpportunity(admin, { name: "Closing", stageId, ownerId: bo.id, expectedCloseDate: dayLater(today, 3) });

  await requestDueWork(workspace.tenant, now);
  const done = async () => {
    while (await relayOnce(consumer));
    const [row] = await adminQuery(
      `select (select count(*)::int from notifications where tenant_id = $1) as kept,
              (select count(*)::int from record_reminders where tenant_id = $1) as reminded,
              (select count(*)::int from events where tenant_id = $1 and name = 'notificationMail.queued') as mails`,
      [tenantId],
    );
    return row;
  };
  // The late mail was requested once when it was created, and now once more.
  await expect.poll(done).toEqual({ kept: 0, reminded: 1, mails: 2 });
});
