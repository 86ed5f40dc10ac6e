import { beforeAll, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import type { Condition } from "@/lib/list-filter";
import { defineNoun } from "@/lib/nouns/define";
import { accounts } from "@/modules/crm/accounts/fields";
import { crm } from "@/modules/crm/module";
import { changesOf } from "@/modules/platform/history/events/operations/entries";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { crud } from "./crud";
import { exportedNoun } from "./exported";

/** Accounts with a duration in the column of their employees; a day of it has seven and a half hours. */
const timed = defineNoun("account", {
  fields: {
    ...accounts.fields,
    employees: field.duration({ label: "Effort", sortable: true, max: 2_250, minutesPerDay: 450 }),
  },
  naturalKeys: [["name"]],
});
const operations = crud(crm, timed, { targets: { parent: "self", owner: memberScope } });

let ctx: Ctx;
beforeAll(async () => {
  ctx = await (await testWorkspace()).role("admin");
});

test("a duration is kept in minutes, within its bounds, and lists filter and sort by it", async () => {
  const made = await operations.create(ctx, { name: "Two", employees: 900 });
  await operations.create(ctx, { name: "One", employees: 90 });
  await operations.create(ctx, { name: "None" });
  expect((await operations.get(ctx, { id: made.id })).employees).toBe(900);
  for (const [employees, message] of [
    [-1, "Use a duration of at least 0m (0 minutes)."],
    [2_251, "Use a duration of at most 5d (2,250 minutes)."],
  ] as const) {
    const refusal = { code: "VALIDATION", details: { fields: [{ path: "employees", message }] } };
    await expect(operations.create(ctx, { name: "Wrong", employees })).rejects.toMatchObject(refusal);
    const change = { id: made.id, version: made.version, employees };
    await expect(operations.update(ctx, change)).rejects.toMatchObject(refusal);
  }
  const changed = await operations.update(ctx, { id: made.id, version: made.version, employees: 450 });
  expect(changed.employees).toBe(450);
  const listed = async (...conditions: Condition[]) =>
    (await operations.list(ctx, { conditions, sort: { field: "employees", direction: "desc" } })).rows.map(
      ({ name }) => name,
    );
  expect(await listed()).toEqual(["Two", "One", "None"]);
  expect(await listed({ field: "employees", op: "atLeast", value: 100 })).toEqual(["Two"]);
  expect(await listed({ field: "employees", op: "empty" })).toEqual(["None"]);
});

test("a duration goes into files and timelines as text", async () => {
  const made = await operations.create(ctx, { name: "Told", employees: 90 });
  const { version } = await operations.update(ctx, { id: made.id, version: made.version, employees: 900 });
  expect(version).toBe(2);
  const cells = exportedNoun(operations)
    .columnsIn(ctx)
    .map(({ header, cell }) => [header, cell(made)]);
  expect(Object.fromEntries(cells)).toMatchObject({ Effort: "1h 30m" });
  const [event] = await adminQuery<{ before: Record<string, unknown>; after: Record<string, unknown> }>(
    "select before, after from events where entity_id = $1 and name = 'account.updated'",
    [made.id],
  );
  const row = { entity: "account", before: event?.before ?? null, after: event?.after ?? null };
  expect(changesOf(ctx, { name: () => null }, row, timed.catalog)).toMatchObject([
    { field: "employees", label: "Effort", before: "1h 30m", after: "2d" },
  ]);
});
