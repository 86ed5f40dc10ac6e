import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { events } from "@/test/own-operations";
import { servedJobs } from "@/test/served-jobs";
import { relayOnce } from "../outbox/relay";
import { requestDueWork } from "./clock";
import type { Job } from "./job";

let atWork = 0;
let most = 0;
const job: Job = {
  id: `sweep-${randomUUID()}`,
  label: "Sweeps",
  module: "platform",
  on: [events.noted],
  atOnce: 1,
  due: async () => ({ slots: ["2026-11-20"], next: null }),
  run: async ({ step }) => {
    await step("sweep", async () => {
      atWork += 1;
      most = Math.max(most, atWork);
      await adminQuery("select pg_sleep(0.1)");
      atWork -= 1;
      return null;
    });
  },
};
const { consumer } = servedJobs(job);

test("of what one strike of the clock begins in many workspaces only two are at work at once", async () => {
  const tenants = [];
  for (let nth = 0; nth < 8; nth++) tenants.push((await testWorkspace()).tenant);
  for (const tenant of tenants) await requestDueWork(tenant, new Date());
  while (await relayOnce(consumer));
  const statuses = () =>
    adminQuery("select status, count(*)::int from job_runs where job = $1 group by status", [job.id]);
  await expect.poll(statuses).toEqual([{ status: "done", count: 8 }]);
  expect(most).toBeLessThanOrEqual(2);
});
