import "@/registry/operations";
import { expect, test } from "vitest";
import { startBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { bulkWork } from "@/modules/platform/data/bulk-runs/operations/work";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { atScale } from "@/test/deep-scale";
import { FeedReader } from "@/test/feed-reader";
import { check, importWorkspace, run, upload } from "@/test/import-trial";

// By hand with 100,000 rows: `DEEP_SCALE=10 npx vitest run --project deep-db changes/readers`.
const rows = atScale(10_000);

async function* firms(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("Name,Domain\n");
  for (let nth = 0; nth < rows; nth += 1_000)
    yield Buffer.from(Array.from({ length: 1_000 }, (_, one) => `Firm ${nth + one},f${nth + one}.example\n`).join(""));
}

test("20 clients follow while an import runs, and each has all of it afterwards", {
  timeout: atScale(600_000),
}, async () => {
  const { ctx, workspace } = await importWorkspace();
  const readers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const reader = await workspace.role("member");
      return { reader, feed: await new FeedReader(["account"], { limit: 1_000 }).start(reader) };
    }),
  );
  const { id } = await upload(ctx, { "firms.csv": firms() });
  await check(ctx, id);
  let isOver = false;
  const importing = run(ctx, id).finally(() => {
    isOver = true;
  });
  const following = readers.map(async ({ reader, feed }) => {
    while (!isOver) await feed.follow(reader);
  });
  await Promise.all([importing, ...following]);
  expect(await importing).toMatchObject({ status: "done", created: rows, errors: 0 });
  const [first] = readers;
  if (!first) throw new Error("Nobody reads.");
  await first.feed.catchUp(first.reader);
  for (const { reader, feed } of readers) {
    await feed.follow(reader);
    expect([...feed.copy.keys()].toSorted()).toEqual([...first.feed.copy.keys()].toSorted());
  }
  expect(first.feed.copy.size).toBe(rows);
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

test("a reader who follows a bulk act loses each record that it hands over", {
  timeout: atScale(600_000),
}, async () => {
  const workspace = await testWorkspace();
  const owner = await later(await workspace.role("owner"));
  const bo = await workspace.join("member");
  const reader = await workspace.as(bo, { visibility: { account: "own" } });
  await adminQuery(
    `insert into accounts (id, tenant_id, name, name_key, owner_id, updated_at)
     select uuidv7(), $1, 'Firm ' || n, 'firm ' || n, $2, now() from generate_series(1, $3::int) n`,
    [owner.tenant.id, bo.id, rows],
  );
  const feed = await new FeedReader(["account"], { limit: 1_000, content: "ids" }).start(reader);
  expect(feed.copy.size).toBe(rows);
  const change = { type: "set", field: "owner", value: owner.member?.id } as const;
  const { id } = await startBulkRun(owner, { noun: "account", selection: { all: {} }, change });
  while (await bulkWork.run({ tenantId: owner.tenant.id, id, ms: 2_000 }, nothing())) await feed.follow(reader);
  await expect.poll(async () => (await feed.follow(reader)) >= 0 && feed.copy.size).toBe(0);
  expect(new Set(feed.removed).size).toBe(rows);
});
