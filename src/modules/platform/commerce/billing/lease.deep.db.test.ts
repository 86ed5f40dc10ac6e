// @module-tag once

import "@/registry/register";
import { expect, type MockInstance, onTestFinished, test, vi } from "vitest";
import type { Ctx } from "@/server/context";
import { emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { log } from "@/server/log";
import { requireStripe } from "@/server/stripe";
import { adminQuery } from "@/test/db";
import { billingOf, boughtBy, holdPayment, payingWorkspace, stripe, trialWorkspace } from "@/test/payments";
import { billingEvents } from "./events";
import { applyChange, previewChange } from "./operations/change";
import { noteChange, syncStripe, withBillingLock, writeHeld } from "./operations/sync";
import { reconcile } from "./operations/work-off";

const eventsOf = (tenantId: string, name: string) =>
  adminQuery("select id from events where tenant_id = $1 and name = $2", [tenantId, name]);

test("somebody else's work on a payment is waited for, and then refused with nothing changed", async () => {
  const { owner, subscription } = await payingWorkspace({ seats: 2 });
  const { items } = await stripe().subscriptions.retrieve(subscription);
  await stripe().subscriptions.update(subscription, { items: [{ id: items.data[0]?.id ?? "", quantity: 6 }] });
  await using held = await holdPayment(owner.tenant.id);
  const before = await billingOf(owner.tenant.id);
  await expect(syncStripe(owner)).rejects.toMatchObject({ code: "UNAVAILABLE", details: { retryAfter: 5 } });
  expect(await billingOf(owner.tenant.id)).toEqual(before);
  await held.release();
  expect((await syncStripe(owner)).fields).toContain("seats");
});

test("work whose lease ran out writes nothing more, and the next one does not wait for it", async () => {
  const owner = await (await trialWorkspace()).role("owner");
  const before = await boughtBy(owner.tenant.id);
  await withBillingLock(owner, async (late) => {
    await adminQuery(
      "update subscriptions set billing_leased_until = now() - interval '1 second' where tenant_id = $1",
      [owner.tenant.id],
    );
    await withBillingLock(owner, async () => {
      const writing = writeHeld(late, async (tx) => {
        await tx.db.subscription.updateMany({ data: { seats: 99 } });
      });
      await expect(writing).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });
  });
  expect(await boughtBy(owner.tenant.id)).toEqual(before);
});

/** A change to a year's plan as its preview showed it. */
async function shownChange(owner: Ctx) {
  const shown = await previewChange(owner, { interval: "year" });
  return { interval: "year", prorationDate: shown.prorationDate, due: shown.now?.due.amount ?? 0 } as const;
}

/** Does something once, after the next call of this kind was answered. */
function after<Name extends string>(of: Record<Name, (...given: never[]) => unknown>, name: Name, act: () => unknown) {
  const real = of[name].bind(of) as (...given: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(of as never, name as never) as MockInstance;
  spy.mockImplementationOnce(async (...given: unknown[]) => {
    const answer = await real(...given);
    await act();
    return answer;
  });
  onTestFinished(() => void spy.mockRestore());
}

const takenByAnother = (tenantId: string) =>
  adminQuery(
    "update subscriptions set billing_lease = gen_random_uuid(), billing_leased_until = now() + interval '1 hour' where tenant_id = $1",
    [tenantId],
  );

test("nothing is paid by work that has lost the payment to another one while it prepared", async () => {
  const { owner, subscription } = await payingWorkspace();
  const wish = await shownChange(owner);
  after(requireStripe().invoices, "createPreview", () => takenByAnother(owner.tenant.id));
  await expect(applyChange(owner, wish)).rejects.toMatchObject({ code: "UNAVAILABLE", details: { retryAfter: 5 } });
  const there = await stripe().subscriptions.retrieve(subscription);
  expect(there.items.data[0]?.plan.interval).toBe("month");
  expect((await stripe().invoices.list({ subscription })).data).toHaveLength(1);
  expect(await eventsOf(owner.tenant.id, billingEvents.changed.name)).toEqual([]);
});

test("a payment begins with a renewed lease, however long its preparation took", async () => {
  const { owner } = await payingWorkspace();
  const wish = await shownChange(owner);
  const left = async () => {
    const [row] = await adminQuery<{ seconds: number }>(
      "select extract(epoch from billing_leased_until - now())::int as seconds from subscriptions where tenant_id = $1",
      [owner.tenant.id],
    );
    return row?.seconds;
  };
  after(requireStripe().invoices, "createPreview", () =>
    adminQuery("update subscriptions set billing_leased_until = now() - interval '1 second' where tenant_id = $1", [
      owner.tenant.id,
    ]),
  );
  let atPayment: number | undefined;
  after(requireStripe().subscriptions, "update", async () => {
    atPayment = await left();
  });
  expect(await applyChange(owner, wish)).toMatchObject({ outcome: "done" });
  expect(atPayment).toBeGreaterThan(30);
});

test("a change that was paid is answered and noted, also where its state cannot be fetched then", async () => {
  const { owner } = await payingWorkspace();
  const wish = await shownChange(owner);
  const warn = vi.spyOn(log, "warn");
  after(requireStripe().subscriptions, "update", () => takenByAnother(owner.tenant.id));
  expect(await applyChange(owner, wish)).toMatchObject({ outcome: "done" });
  expect(await eventsOf(owner.tenant.id, billingEvents.changed.name)).toHaveLength(1);
  expect(warn).toHaveBeenCalledWith(expect.anything(), "the state after a payment waits for its webhook");
  expect(await billingOf(owner.tenant.id)).toMatchObject({ interval: "month" });
  await adminQuery("update subscriptions set billing_leased_until = now() - interval '1 second' where tenant_id = $1", [
    owner.tenant.id,
  ]);
  await syncStripe(owner);
  expect(await billingOf(owner.tenant.id)).toMatchObject({ interval: "year" });
  warn.mockRestore();
});

test("the event of a change is written once, also where the database asks for a repeat", async () => {
  const { owner } = await payingWorkspace();
  let attempts = 0;
  await withBillingLock(owner, (inner) =>
    noteChange(inner, (tx) => {
      attempts += 1;
      emit(tx, billingEvents.resumed, { id: tx.tenant.id, data: {} });
      if (attempts === 1) throw new Retry();
    }),
  );
  expect(attempts).toBe(2);
  expect(await eventsOf(owner.tenant.id, billingEvents.resumed.name)).toHaveLength(1);
});

test("a lease that cannot be returned is logged, and the result of the work stands", async () => {
  const owner = await (await trialWorkspace()).role("owner");
  const warn = vi.spyOn(log, "warn");
  const result = withBillingLock(owner, async (inner) => {
    inner.lease = "no longer a lease";
    return "done";
  });
  expect(await result).toBe("done");
  expect(warn).toHaveBeenCalledWith(
    expect.objectContaining({ tenantId: owner.tenant.id }),
    "the lease of a payment was not returned, and runs out",
  );
  warn.mockRestore();
});

test("an invoice that counts as uncollectible is still followed: it may be paid", async () => {
  const { owner } = await payingWorkspace();
  await adminQuery(
    `insert into invoices select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'stripe_id', 'in_old',
       'status', 'uncollectible', 'issued_at', i.issued_at - interval '300 days'))).* from invoices i where tenant_id = $1`,
    [owner.tenant.id],
  );
  const list = vi.spyOn(requireStripe().invoices, "list");
  await syncStripe(owner);
  const asked = list.mock.calls.map(([given]) => (given as { created: { gte: number } }).created.gte);
  const [old] = await adminQuery<{ issued: number }>(
    "select extract(epoch from issued_at)::float8 as issued from invoices where tenant_id = $1 and stripe_id = 'in_old'",
    [owner.tenant.id],
  );
  expect(asked).toEqual([expect.any(Number)]);
  expect(Math.max(...asked)).toBeLessThan(old?.issued ?? 0);
  list.mockRestore();
});

test("a webhook reads the invoices that may have changed, the nightly comparison all of them", async () => {
  const { owner } = await payingWorkspace();
  const list = vi.spyOn(requireStripe().invoices, "list");
  await syncStripe(owner);
  expect(list.mock.calls.map(([given]) => given)).toEqual([
    expect.objectContaining({ created: { gte: expect.any(Number) } }),
  ]);
  list.mockClear();
  await reconcile(owner);
  expect(list.mock.calls.map(([given]) => (given as { created?: object }).created)).toEqual([undefined]);
});
