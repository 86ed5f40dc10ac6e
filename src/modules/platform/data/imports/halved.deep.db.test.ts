import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ctx } from "@/server/context";
import { log } from "@/server/log";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { check, importWorkspace, run, upload } from "@/test/import-trial";

let workspace: TestWorkspace;
let ctx: Ctx;
let guard: string;
beforeEach(async () => {
  ({ workspace, ctx } = await importWorkspace());
  guard = `slow_${workspace.tenant.id.replaceAll("-", "")}`;
});
afterEach(() => adminQuery(`drop function if exists ${guard} cascade`));

/** From now on an insert of more accounts than that takes too long in this workspace. */
const slowAbove = (most: number) =>
  adminQuery(
    `create function ${guard}() returns trigger language plpgsql as $$ begin
       if (select count(*) from changed where tenant_id = '${workspace.tenant.id}') > ${most} then
         raise 'canceling statement due to statement timeout' using errcode = '57014';
       end if;
       return null;
     end $$;
     create trigger ${guard} after insert on accounts referencing new table as changed
       for each statement execute function ${guard}()`,
  );

const rows = 2_500;
const firms = Array.from({ length: rows }, (_, n) => `Firm ${n}`);
const csv = `Company,Employees\n${firms.map((name, n) => `${name},${n}`).join("\n")}\n`;
const stored = async () =>
  (await adminQuery<{ name: string }>("select name from accounts where tenant_id = $1", [workspace.tenant.id])).map(
    ({ name }) => name,
  );
const batches = async () =>
  await adminQuery<{ number: number; rows: number; status: string }>(
    `select number, row_count as rows, status from import_batches where tenant_id = $1 order by number, from_line`,
    [workspace.tenant.id],
  );

test("a batch that takes too long is halved until it fits, and no row is lost or written twice", async () => {
  const warn = vi.spyOn(log, "warn");
  const error = vi.spyOn(log, "error");
  const { id } = await upload(ctx, { "firms.csv": csv });
  await slowAbove(600);
  expect(await check(ctx, id)).toMatchObject({ status: "ready", preview: [{ good: rows, errors: 0 }] });
  expect(await stored()).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
  const totals = [{ rows, good: rows, errors: 0, objects: [{ created: rows, updated: 0 }] }];
  expect(await run(ctx, id)).toMatchObject({ status: "done", created: rows, totals });
  expect((await stored()).toSorted()).toEqual(firms.toSorted());
  expect(await batches()).toEqual([
    ...[1, 1, 1, 1].map((number) => ({ number, rows: 500, status: "done" })),
    { number: 2, rows: 500, status: "done" },
  ]);
  expect(warn.mock.calls.map(([, text]) => text)).toEqual(
    Array(3).fill("a batch of an import took too long and was halved"),
  );
  expect(error).not.toHaveBeenCalled();
});

test("a single row that takes too long ends the preview and the run after three attempts, with nothing of it written", async () => {
  const { id } = await upload(ctx, { "firms.csv": "Company\nOne\nTwo\n" });
  await slowAbove(0);
  expect(await check(ctx, id)).toMatchObject({ status: "draft", failure: expect.stringContaining("three attempts") });
  await adminQuery(`drop function ${guard} cascade`);
  await check(ctx, id);
  await slowAbove(0);
  expect(await run(ctx, id)).toMatchObject({ status: "failed", created: 0, mayRetry: true });
  expect(await stored()).toEqual([]);
});
