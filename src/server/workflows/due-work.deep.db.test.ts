// @module-tag once

import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { askAt, claimWork, setNext } from "./due-work";

const jobs = Array.from({ length: 60 }, (_, place) => `job-${String(place).padStart(2, "0")}`);

test("processes that claim, ask and settle the same jobs never wait for each other in a ring", async () => {
  const { tenant } = await testWorkspace();
  const errors: unknown[] = [];
  for (let round = 0; round < 40; round++) {
    const past = new Date(Date.now() - 60_000 - round);
    await adminQuery("delete from due_work where tenant_id = $1 and job like 'job-%'", [tenant.id]);
    // They lie in the table in another order than that of their names.
    await adminQuery(
      "insert into due_work (tenant_id, job, at) select $1, job, $3 from unnest($2::text[]) with ordinality n (job, o) order by o desc",
      [tenant.id, jobs, past],
    );
    const claimed = new Date(Date.now() + 60_000);
    const now = new Date();
    const next = new Map(jobs.map((job, place) => [job, place % 2 ? null : new Date(Date.now() + 30_000)]));
    const acts = [
      claimWork(tenant.id, jobs, now, claimed),
      askAt(tenant.id, jobs, new Date(past.getTime() - 1_000)),
      claimWork(tenant.id, jobs.toReversed(), now, claimed),
      setNext(tenant.id, next, claimed),
      askAt(tenant.id, jobs.toReversed(), new Date(past.getTime() - 2_000)),
    ];
    for (const done of await Promise.allSettled(acts)) if (done.status === "rejected") errors.push(done.reason);
  }
  expect(errors).toEqual([]);
});
