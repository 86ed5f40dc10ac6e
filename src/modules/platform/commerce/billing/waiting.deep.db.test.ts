// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { currentVersion } from "@/lib/plans";
import { priceKey } from "@/lib/price-keys";
import { pricesByKey } from "@/server/stripe-prices";
import { adminQuery } from "@/test/db";
import { advance, billingOf, payingWorkspace, setCard, stripe, trialWorkspace } from "@/test/payments";
import { startCheckout } from "./operations/checkout";
import { followSeats } from "./operations/follow-seats";
import { forgetEvents } from "./operations/receive-event";

const choice = { plan: "professional", interval: "month", seats: 3 } as const;

describe("a purchase that waits for its confirmation", () => {
  test("of a whole plan ends with the next checkout, so that nobody pays for both", async () => {
    const owner = await (await trialWorkspace()).role("owner");
    await startCheckout(owner, choice);
    const customer = String((await billingOf(owner.tenant.id)).stripe_customer_id);
    await setCard(customer, "pm_card_authenticationRequired");
    const key = priceKey({ kind: "seat", plan: "professional", interval: "month", version: currentVersion });
    const price = (await pricesByKey(stripe(), [key])).get(key)?.id ?? "";
    const waiting = await stripe().subscriptions.create({
      customer,
      items: [{ price, quantity: 3 }],
      payment_behavior: "default_incomplete",
    });
    expect(waiting.status).toBe("incomplete");
    // The page of the same choice stays open, and its own payment with it.
    await startCheckout(owner, choice);
    expect((await stripe().subscriptions.retrieve(waiting.id)).status).toBe("incomplete");
    await startCheckout(owner, { ...choice, seats: 4 });
    expect((await stripe().subscriptions.retrieve(waiting.id)).status).toMatch(/^(canceled|incomplete_expired)$/);
    const open = await stripe().checkout.sessions.list({ customer, status: "open" });
    expect(open.data).toHaveLength(1);
  });

  test("of more seats is not undone by a member who joins; the seats follow once it is decided", async () => {
    const since = "2026-11-02T10:00:00Z";
    const { workspace, owner, customer, subscription, clock } = await payingWorkspace({ seats: 1, since });
    await setCard(customer, "pm_card_authenticationRequired");
    const { items } = await stripe().subscriptions.retrieve(subscription);
    const item = items.data[0]?.id ?? "";
    await stripe().subscriptions.update(subscription, {
      items: [{ id: item, quantity: 8 }],
      proration_behavior: "always_invoice",
      payment_behavior: "pending_if_incomplete",
    });
    const waiting = (await stripe().subscriptions.retrieve(subscription)).pending_update;
    expect(waiting).not.toBeNull();
    await workspace.join("member");
    expect(await followSeats(owner)).toBeNull();
    const after = await stripe().subscriptions.retrieve(subscription);
    expect([after.pending_update, after.items.data[0]?.quantity]).toEqual([waiting, 1]);
    await advance(String(clock), "2026-11-03T10:00:00Z");
    expect((await stripe().subscriptions.retrieve(subscription)).pending_update).toBeNull();
    expect(await followSeats(owner)).toBe(2);
  });
});

test("webhooks are kept for 60 days", async () => {
  const [old, kept] = [`evt_${randomUUID()}`, `evt_${randomUUID()}`];
  for (const [id, days] of [
    [old, 61],
    [kept, 59],
  ])
    await adminQuery(
      `insert into billing_events (id, type, created_at, received_at)
       values ($1, 'invoice.paid', now(), now() - make_interval(days => $2))`,
      [id, days],
    );
  await forgetEvents(new Date());
  expect(await adminQuery("select id from billing_events where id = any($1)", [[old, kept]])).toEqual([{ id: kept }]);
});
