import { afterEach, expect, test, vi } from "vitest";
import { log } from "@/server/log";
import { adminQuery } from "@/test/db";
import { foreignPeople } from "@/test/foreign-people";
import { check, importWorkspace, run, upload } from "@/test/import-trial";
import { updateImportFile } from "./operations/change-file";

const pretended = ["contacts", "accounts", "members", "record_keys", "lifecycle_entries", "search_documents"];

/** Statistics as a preview leaves them that was rolled back: many pages, and not one row. */
const pretendEmpty = () =>
  adminQuery("update pg_class set relpages = 100, reltuples = 0 where relname = any($1)", [pretended]);
afterEach(async () => {
  for (const table of pretended) await adminQuery(`analyze ${table}`);
});

/** Entries of indexes that were read so far, once the sessions that wrote these contacts have reported theirs. */
async function entriesRead(contacts: number): Promise<number> {
  for (;;) {
    const [now] = await adminQuery<{ written: number; read: number }>(
      `select (select n_tup_ins::int from pg_stat_user_tables where relname = 'contacts') as written,
              (select sum(idx_tup_read)::int from pg_stat_user_indexes) as read`,
    );
    if (now && now.written >= contacts) return now.read;
  }
}

const written = async () =>
  (await adminQuery<{ n: number }>("select n_tup_ins::int as n from pg_stat_user_tables where relname = 'contacts'"))[0]
    ?.n ?? 0;

test("people who are all new, with companies and owners, take as many steps when statistics call the tables empty", async () => {
  const rows = 5_000;
  const { ctx } = await importWorkspace();
  const failures = vi.spyOn(log, "error");
  const { id, files } = await upload(ctx, { "people.csv": foreignPeople(rows) });
  const missing = { account: "create", owner: "create" } as const;
  await updateImportFile(ctx, { id, fileId: files[0]?.id ?? "", options: { missing } });
  await pretendEmpty();
  const before = await written();
  const start = await entriesRead(before);
  expect(await check(ctx, id)).toMatchObject({ status: "ready", preview: [{ good: rows, errors: 0 }] });
  await pretendEmpty();
  expect(await run(ctx, id)).toMatchObject({ status: "done", errors: 0 });
  const steps = (await entriesRead(before + 2 * rows)) - start;
  expect(steps).toBeLessThan(rows * 100);
  expect(failures).not.toHaveBeenCalled();
}, 120_000);
