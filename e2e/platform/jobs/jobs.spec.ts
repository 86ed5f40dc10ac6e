import { randomUUID } from "node:crypto";
import { workImport } from "@/modules/platform/data/imports/jobs";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { failRun } from "@/server/workflows/job-runs";
import { upload } from "@/test/import-trial";
import { hold } from "../../hold";
import { importFiles } from "../../imported";
import { comesAtSecondTry } from "../../second-try";
import { expect, signIn, test } from "../../test";

test("jobs follow live: an import that somebody runs, and a run that failed and is tried again", async ({
  page,
  firm,
}) => {
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/jobs"));
  // Not "No jobs yet": each quarter of an hour scheduled work may add a job.
  await page.getByRole("radio", { name: "Failed" }).click();
  await expect(page.getByText("No failed jobs")).toBeVisible();
  await page.getByRole("radio", { name: "All" }).click();
  const { id } = await importFiles(firm.ctx, { "firms.csv": "Company\nNorthwind\nSouthwind\n" });
  const ran = page.getByRole("row").filter({ hasText: "Runs an import" });
  await expect(ran.getByText("Done")).toBeVisible();
  await expect(ran.getByRole("link")).toHaveAttribute("href", firm.at(`/settings/imports/${id}`));

  const event = await firm.ctx.db.event.findFirstOrThrow({ where: { name: "import.started", entityId: id } });
  const about = { name: event.name, entity: "import", entityId: id, version: null, memberId: null, at: 0 };
  // As if the first run had not finished: finished work of a round is not repeated, so it fails as another one.
  const run = { ...about, key: randomUUID(), tenantId: firm.ctx.tenant.id, eventId: event.id, round: 7 };
  await failRun(workImport, run, randomUUID(), "The machine was switched off.");
  const failed = page.getByRole("row").filter({ hasText: "The machine was switched off." });
  await expect(failed.getByText("Failed")).toBeVisible();
  await page.getByRole("radio", { name: "Failed" }).click();
  await expect(ran).toHaveCount(0);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(failed.getByRole("button")).toHaveCount(0);
  await expect.poll(() => firm.ctx.db.jobRun.count({ where: { eventId: event.id, round: 8, status: "done" } })).toBe(1);
});

test("an import at work shows how far it is, and is cancelled from the list", async ({ page, firm }) => {
  const { id } = await upload(firm.ctx, { "firms.csv": "Company\nNorthwind\nSouthwind\nEastwind\nWestwind\n" });
  // Leased by a worker that has stopped.
  const leasedUntil = new Date(Date.now() + 3_600_000);
  const atWork = { status: "checking", startedAt: new Date(), rowsDone: 1, rowsTotal: 4, attempts: 1, leasedUntil };
  await firm.ctx.db.import.updateMany({ where: { id }, data: atWork });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/jobs"));
  const job = page.getByRole("row").filter({ hasText: "Checks an import" });
  await expect(job.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "1 of 4");
  await expect(job.getByText("Running")).toBeVisible();
  await job.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel job" }).click();
  await expect.poll(async () => (await getImport(firm.ctx, { id })).status).toBe("draft");
  // Content below an open dialog has no role.
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(job).toHaveCount(0);
});

test("events that were set aside are named, and handed on again", async ({ page, firm }) => {
  await firm.account({ name: "Northwind" });
  const where = { entity: "account", consumer: "signals" };
  const delivered = () => firm.ctx.db.eventDelivery.count({ where: { ...where, deliveredAt: { not: null } } });
  // Events in delivery right now would still be marked as delivered.
  await expect.poll(delivered).toBe(1);
  await firm.ctx.db.eventDelivery.updateMany({
    where,
    data: { parkedAt: new Date(), deliveredAt: null, reason: "The message is too odd." },
  });
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/jobs"));
  await expect(page.getByText("1 event could not be delivered.")).toBeVisible();
  await expect(page.getByText("account.created: The message is too odd.")).toBeVisible();
  await page.getByRole("button", { name: "Retry delivery" }).click();
  await expect(page.getByText("1 event could not be delivered.")).toHaveCount(0);
  await expect.poll(delivered).toBe(1);
});

test("earlier jobs that do not come are told, with another try", async ({ page, firm }) => {
  const { id: entityId } = await firm.account({ name: "Northwind" });
  const event = await firm.ctx.db.event.findFirstOrThrow({ where: { name: "account.created", entityId } });
  const about = {
    eventId: event.id,
    eventName: event.name,
    entity: "account",
    entityId,
    job: "earlier",
    status: "done",
  };
  const ran = Array.from({ length: 30 }, (_, round) => ({ ...about, round, runId: randomUUID() }));
  await firm.ctx.db.jobRun.createMany({ data: ran });
  // A signal would refetch the whole list, in place of the request that is to fail.
  await hold(page, "/api/pusher/user-auth");
  await signIn(page, firm.owner);
  await page.goto(firm.at("/settings/jobs"));
  const lines = page.getByRole("table", { name: "Jobs" }).locator("tbody").getByRole("row");
  await expect(lines).toHaveCount(25);
  await comesAtSecondTry(page, "jobs.list", page.getByRole("button", { name: "Show earlier jobs" }), lines);
  // One more than these if scheduled work was added.
  await expect(lines.filter({ hasText: about.job })).toHaveCount(30);
});
