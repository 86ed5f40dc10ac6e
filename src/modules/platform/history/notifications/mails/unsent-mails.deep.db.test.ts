import "@/registry/operations";
import nodemailer from "nodemailer";
import { expect, test, vi } from "vitest";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { relayOnce } from "@/server/outbox/relay";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace as dealWorkspace } from "@/test/opportunities";
import { setHours } from "@/test/working-hours";
import { notifications } from "../jobs";
import { listNotificationMails, retryNotificationMail } from "./operations/list";
import { sendWhenDue } from "./operations/send";

// Before any module reads it: nothing listens at this address.
vi.hoisted(() => {
  vi.resetModules();
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
});

/** Somebody who is mailed at any time, and has a mail that waits. */
async function waiting() {
  const { workspace, admin, pipeline } = await dealWorkspace();
  const bo = await workspace.join("member");
  const atAnyTime = { timeZone: null, quiet: false, days: [1], fromMinute: 0, untilMinute: 60 };
  await setHours(await workspace.as(bo), atAnyTime);
  await createOpportunity(admin, { name: "Bridge", stageId: pipeline.stages[0]?.id ?? "", ownerId: bo.id });
  while (await relayOnce(notifications));
  const line = async () => (await listNotificationMails(admin, {})).rows.find(({ member }) => member.id === bo.id);
  const id = (await line())?.id ?? "";
  /** Does the job's work when the mail is due. */
  const attempt = async () => {
    await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [id]);
    return await sendWhenDue(workspace.system, id);
  };
  return { admin, bo, id, line, attempt };
}

test("a mail server that is away is tried again, later and later; then the mail has failed, and says so", async () => {
  const { admin, bo, id, line, attempt } = await waiting();
  const waits: (number | null)[] = [];
  for (let nth = 1; nth <= 6; nth++) {
    const again = await attempt();
    waits.push(again && Math.round((again.getTime() - Date.now()) / 60_000));
    expect(await line()).toMatchObject({
      status: again ? "waiting" : "failed",
      reason: "The mail server could not be reached.",
      attempts: nth,
      address: bo.email,
      mayRetry: again === null,
    });
  }
  expect(waits).toEqual([1, 5, 15, 60, 180, null]);
  expect(await admin.db.event.count({ where: { name: "notificationMail.failed", entityId: id } })).toBe(1);

  await retryNotificationMail(admin, { id });
  expect(await line()).toMatchObject({ status: "waiting", reason: null, attempts: 0 });
});

test("an error of ours before the mail server is reached counts as no attempt: the mail waits, and the job knows", async () => {
  const { bo, line, attempt } = await waiting();
  const fault = new Error("out of order");
  vi.spyOn(nodemailer, "createTransport").mockImplementation(() => {
    throw fault;
  });
  for (const _time of ["first", "second"]) {
    await expect(attempt()).rejects.toBe(fault);
    const reason = "Something went wrong on our side before it was sent.";
    expect(await line()).toMatchObject({ status: "waiting", reason, attempts: 0 });
  }
  vi.restoreAllMocks();
  expect(await attempt()).not.toBeNull();
  expect(await line()).toMatchObject({ status: "waiting", attempts: 1, address: bo.email });
});
