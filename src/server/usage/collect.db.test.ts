// @module-tag once

import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { rest, signedIn, withKey } from "@/test/tenancy/doors";
import { log } from "../log";
import { collect, writeCollected } from "./collect";
import { record } from "./record";

const { query: send } = pg.Client.prototype;
const ledger = (tenantId: string, meter: string) =>
  adminQuery<{ quantity: number; member_id: string; api_key_id: string | null; source: string }>(
    "select quantity, member_id, api_key_id, source from usage_events where tenant_id = $1 and meter = $2",
    [tenantId, meter],
  );

test("each answered request of a key counts once, with its member and key; refused keys and browsers count nothing", async () => {
  const { tenant, join } = await testWorkspace({ plan: "trial" });
  const owner = await join("owner");
  const key = await withKey(tenant.id, owner, ["workspace:view"]);
  await Promise.all([rest("GET", "/tags", key), rest("GET", "/tags", key), rest("GET", "/accounts", key)]);
  await rest("GET", "/tags", { authorization: "Bearer tl_wrong" });
  await rest("GET", "/tags", await signedIn(owner, tenant.slug));
  await Promise.all([writeCollected(), writeCollected()]);
  await writeCollected();
  const [row] = await adminQuery<{ id: string }>("select id from api_keys where tenant_id = $1", [tenant.id]);
  const call = { quantity: 1, member_id: owner.id, api_key_id: row?.id, source: "rest" };
  expect(await ledger(tenant.id, "apiCalls")).toEqual([call, call, call]);
  // The member is active today, once.
  await rest("GET", "/tags", await signedIn(owner, tenant.slug));
  await writeCollected();
  expect(await ledger(tenant.id, "activeMembers")).toEqual([
    { quantity: 1, member_id: owner.id, api_key_id: null, source: "session" },
  ]);
});

test("a key whose month is full is refused, and says until when; its browser goes on", async () => {
  const { tenant, join, system } = await testWorkspace({ plan: "trial" });
  const owner = await join("owner");
  const key = await withKey(tenant.id, owner, ["workspace:view"]);
  const most = 100_000; // API calls of a trial.
  await record(system, [{ meter: "apiCalls", quantity: most - 1, key: randomUUID(), at: new Date(), source: "test" }]);
  expect((await rest("GET", "/tags", key)).status).toBe(200);
  await writeCollected();
  const refused = await rest("GET", "/tags", key);
  expect([refused.status, refused.code, refused.message]).toEqual([
    402,
    "LIMIT_REACHED",
    expect.stringContaining("The plan has 100,000 API calls a month, and all are used."),
  ]);
  await writeCollected();
  const sum = (await ledger(tenant.id, "apiCalls")).reduce((all, { quantity }) => all + quantity, 0);
  expect(sum).toBe(most);
  expect((await rest("GET", "/tags", await signedIn(owner, tenant.slug))).status).toBe(200);
});

test("a key is refused where a budget that stops is used up, that of others and its browser are not", async () => {
  const { tenant, join, system } = await testWorkspace({ plan: "trial" });
  const [owner, other] = [await join("owner"), await join("owner")];
  const keys = [
    await withKey(tenant.id, owner, ["workspace:view"]),
    await withKey(tenant.id, other, ["workspace:view"]),
  ];
  const calls = 500; // A cent, at 0.002 cents each.
  await system.db.budget.create({
    data: {
      ...{ kind: "usage", scope: "member", memberId: owner.id, amountMinor: 1n, currency: "USD" },
      ...{ thresholds: [100], stops: true },
    },
  });
  const use = { meter: "apiCalls", at: new Date(), source: "test", memberId: owner.id } as const;
  await record(system, [{ ...use, quantity: calls, key: randomUUID() }]);
  const [refused, free] = [await rest("GET", "/tags", keys[0]), await rest("GET", "/tags", keys[1])];
  expect([refused.status, refused.code, refused.message, free.status]).toEqual([
    402,
    "LIMIT_REACHED",
    expect.stringMatching(/^The budget of .+ is \$0\.01 a month, and it is used up\. Ask an owner or admin/),
    200,
  ]);
  await writeCollected();
  const theirs = (await ledger(tenant.id, "apiCalls")).filter(({ member_id: id }) => id === owner.id);
  expect(theirs.map(({ quantity }) => quantity)).toEqual([calls]);
  expect((await rest("GET", "/tags", await signedIn(owner, tenant.slug))).status).toBe(200);
});

test("the use of several workspaces is written in one statement, each in its own; one that fails stops no other", async () => {
  const [one, other, broken] = [await testWorkspace(), await testWorkspace(), await testWorkspace()];
  vi.spyOn(log, "warn").mockImplementation(() => undefined);
  await writeCollected();
  for (const { tenant } of [one, other, other, broken])
    collect(tenant, { meter: "apiCalls", key: randomUUID(), source: "test" });
  await adminQuery(`alter table usage_events add constraint closed check (tenant_id <> '${broken.tenant.id}')`);
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    await writeCollected();
  } finally {
    await adminQuery("alter table usage_events drop constraint closed");
  }
  const texts = query.mock.calls.map(([config]) => String((config as { text?: string }).text ?? config));
  expect(texts.filter((text) => text.includes("record_"))).toHaveLength(1);
  const counts = async () =>
    (await Promise.all([one, other, broken].map(({ tenant }) => ledger(tenant.id, "apiCalls")))).map(
      ({ length }) => length,
    );
  expect(await counts()).toEqual([1, 2, 0]);
  await writeCollected();
  expect(await counts()).toEqual([1, 2, 1]);
});

test("a writing ends, however much is used meanwhile: that waits for the next one", async () => {
  const { tenant } = await testWorkspace();
  await writeCollected();
  const use = () => collect(tenant, { meter: "apiCalls", key: randomUUID(), source: "test" });
  const query = vi.spyOn(pg.Client.prototype, "query");
  let written = 0;
  query.mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    if (String((args[0] as { text?: string }).text ?? args[0]).includes("record_collected") && ++written < 5) use();
    return Reflect.apply(send, this, args);
  } as typeof query.getMockImplementation extends () => infer M ? NonNullable<M> : never);
  use();
  await writeCollected();
  query.mockRestore();
  expect([written, (await ledger(tenant.id, "apiCalls")).length]).toEqual([1, 1]);
  await writeCollected();
  expect(await ledger(tenant.id, "apiCalls")).toHaveLength(2);
});

test("what cannot be written is kept and written later, once", async () => {
  const { tenant } = await testWorkspace({ plan: "trial" });
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const use = { meter: "apiCalls", key: randomUUID(), source: "test" } as const;
  collect(tenant, use);
  await adminQuery(`alter table usage_events add constraint closed check (tenant_id <> '${tenant.id}')`);
  await writeCollected();
  expect(warn).toHaveBeenCalledWith(expect.objectContaining({ tenantId: tenant.id }), "use was not written yet");
  await adminQuery("alter table usage_events drop constraint closed");
  collect(tenant, use);
  await writeCollected();
  expect(await ledger(tenant.id, "apiCalls")).toHaveLength(1);
});
