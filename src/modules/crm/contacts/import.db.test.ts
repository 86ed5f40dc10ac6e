import { beforeEach, expect, test } from "vitest";
import { listImportProblems } from "@/modules/platform/data/imports/operations/list-problems";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { importAll, importWorkspace } from "@/test/import-trial";
import { contactOperations } from "./operations";

let ctx: Ctx;
beforeEach(async () => {
  ({ ctx } = await importWorkspace());
});

const { create, update, get } = contactOperations;
const email = (value: string) => [{ value, label: "work" as const, primary: true }];

test("a file moves a contact forward, and back only by hand, where people say why", async () => {
  const ann = await create(ctx, { firstName: "Ann", emails: email("ann@x.example"), lifecycle: "customer" });
  const bob = await create(ctx, { firstName: "Bob", emails: email("bob@x.example"), lifecycle: "customer" });
  const reason = "The contract was cancelled.";
  await update(ctx, { id: bob.id, version: bob.version, lifecycle: "lead", lifecycleReason: reason });
  const before = await get(ctx, { id: ann.id });
  const file = "Email,Lifecycle stage,Job title\nann@x.example,Lead,Buyer\nbob@x.example,Customer,Buyer\n";
  const done = await importAll(ctx, { "contacts.csv": file });
  expect(done).toMatchObject({ status: "done", updated: 1, errors: 1 });
  const problems = await listImportProblems(ctx, { id: done.id, fileId: done.files[0]?.id ?? "" });
  expect(problems.rows.map((row) => row.problems[0]?.reason)).toEqual([
    "The contact would move from Customer back to Lead, which needs a reason. Move it by hand.",
  ]);
  expect(await get(ctx, { id: ann.id })).toEqual(before);
  expect(await get(ctx, { id: bob.id })).toMatchObject({ lifecycle: "customer", jobTitle: "Buyer" });
  // The reason of the move back says nothing of the one forward.
  expect((await contactOperations.stays(ctx, { id: bob.id })).map((entry) => entry.reason)).toEqual(
    expect.arrayContaining([null, reason]),
  );
  const [last] = await adminQuery<{ reason: string | null }>(
    "select reason from record_stays where record_id = $1 and left_at is null",
    [bob.id],
  );
  expect(last?.reason).toBeNull();
});
