import "@/registry/parts";
import { expect, test, vi } from "vitest";
import { emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { requireStripe } from "@/server/stripe";
import { adminQuery } from "@/test/db";
import { billingOf, boughtBy, holdPayment, payingWorkspace, stripe, trialWorkspace } from "@/test/payments";
import { billingEvents } from "./events";
import { syncLocked, syncStripe, withBillingLock, writeHeld } from "./operations/sync";
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
    await adminQuery("update subscriptions set billing_leased_until = now() where tenant_id = $1", [owner.tenant.id]);
    await withBillingLock(owner, async () => {
      const writing = writeHeld(late, async (tx) => {
        await tx.db.subscription.updateMany({ data: { seats: 99 } });
      });
      await expect(writing).rejects.toMatchObject({ code: "UNAVAILABLE" });
    });
  });
  expect(await boughtBy(owner.tenant.id)).toEqual(before);
});

test("the event of a change comes with the state, once, also where the database asks for a repeat", async () => {
  const { owner } = await payingWorkspace();
  const list = vi.spyOn(requireStripe().subscriptions, "list");
  let attempts = 0;
  await withBillingLock(owner, (inner) =>
    syncLocked(inner, {
      also(tx) {
        attempts += 1;
        emit(tx, billingEvents.resumed, { id: tx.tenant.id, data: {} });
        if (attempts === 1) throw new Retry();
      },
    }),
  );
  expect(attempts).toBe(2);
  expect(list).toHaveBeenCalledTimes(1);
  expect(await eventsOf(owner.tenant.id, billingEvents.resumed.name)).toHaveLength(1);
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
