import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../ports";
import { advanceTo, at, customerAt, priceOf, sdkFor } from "./sdk.fixture";
import { newKeys, type Options, startPayments } from "./start";

let dir: string;
const keys = newKeys();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-payments-"));
});
afterEach(() => rm(dir, { recursive: true }));

const started = async (more: Partial<Options> = {}) => startPayments({ port: await freePort(), dir, keys, ...more });

describe("a server that starts again", () => {
  it("has everything that it had, in the same order, and goes on with it", async () => {
    const first = await started();
    const before = sdkFor(first);
    const { clock, customer } = await customerAt(before, "2026-04-01");
    const price = await priceOf(before, 1000);
    const options = { idempotencyKey: "kept" };
    const { id } = await before.subscriptions.create({ customer, items: [{ price: price.id, quantity: 2 }] }, options);
    const events = (await before.events.list({ limit: 100 })).data.map((event) => event.id);
    await first.stop();

    const again = await started();
    const after = sdkFor(again);
    expect((await after.events.list({ limit: 100 })).data.map((event) => event.id)).toEqual(events);
    expect(
      (await after.subscriptions.create({ customer, items: [{ price: price.id, quantity: 2 }] }, options)).id,
    ).toBe(id);
    await advanceTo(after, clock, "2026-05-01T02:00");
    expect((await after.invoices.list({ subscription: id })).data.map(({ total, status }) => [total, status])).toEqual([
      [2000, "paid"],
      [2000, "paid"],
    ]);
    await again.stop();
    expect((await stat(join(dir, "payments.json"))).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(["payments.json"]);
  });

  it("does what was due meanwhile, each at its own time", async () => {
    let now = Date.parse("2026-04-01T00:00:00Z");
    const first = await started({ now: () => now });
    const before = sdkFor(first);
    const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
    const { id: customer } = await before.customers.create(card);
    const { id } = await before.subscriptions.create({
      customer,
      items: [{ price: (await priceOf(before, 1000)).id }],
    });
    await first.stop();
    now = Date.parse("2026-07-15T00:00:00Z");
    const again = await started({ now: () => now });
    const invoices = (await sdkFor(again).invoices.list({ subscription: id })).data.toReversed();
    expect(invoices.map(({ created, status }) => [created, status])).toEqual(
      ["2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"].map((day) => [at(day), "paid"]),
    );
    expect(invoices.at(-1)?.status_transitions.paid_at).toBe(at("2026-07-01T01:00"));
    await again.stop();
  });

  it("delivers the events that the app had not taken", async () => {
    const bodies: string[] = [];
    const app = createServer(async (request, response) => {
      bodies.push(await text(request));
      response.end();
    });
    const port = await freePort();
    const webhook = `http://127.0.0.1:${port}/api/webhooks/stripe`;
    const first = await started({ webhook, timing: { retryMs: [60_000, 60_000] } });
    await sdkFor(first).customers.create({ name: "Waiting" });
    await first.stop();
    await new Promise<void>((resolve) => app.listen(port, "127.0.0.1", resolve));
    const again = await started({ webhook });
    await again.webhooks.idle();
    expect(bodies.map((body) => (JSON.parse(body) as Stripe.Event).type)).toEqual(["customer.created"]);
    await again.stop();
    await new Promise((resolve) => app.close(resolve));
  });

  it("says so where its file is damaged", async () => {
    await writeFile(join(dir, "payments.json"), "{");
    await expect(started()).rejects.toThrow(/payments\.json is damaged\. Delete it/);
  });
});

describe("the app's endpoint", () => {
  it("is signed with two secrets while one takes the place of the other", async () => {
    const received: { body: string; signature: string }[] = [];
    const app = createServer(async (request, response) => {
      received.push({ body: await text(request), signature: String(request.headers["stripe-signature"]) });
      response.end();
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    const { port } = app.address() as AddressInfo;
    const server = await started({ webhook: `http://127.0.0.1:${port}/` });
    const stripe = sdkFor(server);
    server.alsoSignWith("whsec_next");
    await stripe.customers.create({});
    await server.webhooks.idle();
    const [{ body, signature } = { body: "", signature: "" }] = received;
    for (const secret of [keys.webhookSecret, "whsec_next"])
      expect(stripe.webhooks.constructEvent(body, signature, secret).type).toBe("customer.created");
    expect(() => stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
    await server.stop();
    await new Promise((resolve) => app.close(resolve));
  });
});

describe("the time of a seed", () => {
  it("is set with the key, and all that is due until then is done", async () => {
    const server = await started();
    const stripe = sdkFor(server);
    const set = (time: unknown, key = server.key) =>
      fetch(`${server.url}/stand-in/time`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ time }),
      });
    expect((await set(at("2026-01-01"), "sk_test_other")).status).toBe(401);
    expect((await set("yesterday")).status).toBe(400);
    expect(await (await set(at("2026-01-01"))).json()).toEqual({ time: at("2026-01-01") });
    const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
    const { id: customer, created } = await stripe.customers.create(card);
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: (await priceOf(stripe, 1000)).id }],
    });
    expect(created).toBe(at("2026-01-01"));
    await set(at("2026-03-15"));
    expect((await stripe.invoices.list({ subscription: id })).data.map((each) => each.created)).toEqual(
      ["2026-03-01", "2026-02-01", "2026-01-01"].map(at),
    );
    const before = Date.now() / 1000;
    const { time } = (await (await set(null)).json()) as { time: number };
    expect(time).toBeGreaterThan(before - 1);
    expect(time).toBeLessThanOrEqual(Date.now() / 1000);
    await server.stop();
  });
});

it("keeps its file small: answers to old requests go after a day", async () => {
  let now = Date.parse("2026-04-01T00:00:00Z");
  const server = await started({ now: () => now });
  const stripe = sdkFor(server);
  await stripe.customers.create({ name: "Old" }, { idempotencyKey: "old" });
  now += 2 * 86_400_000;
  await stripe.customers.create({ name: "New" }, { idempotencyKey: "new" });
  await server.stop();
  const { tables } = JSON.parse(await readFile(join(dir, "payments.json"), "utf8")) as {
    tables: { answered: [number, { id: string }][] };
  };
  expect(tables.answered.map(([, { id }]) => id)).toEqual(["new"]);
});
