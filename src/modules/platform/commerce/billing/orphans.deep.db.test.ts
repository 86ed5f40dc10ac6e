// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { env } from "@/env";
import { purgeWorkspace } from "@/modules/platform/workspace/tenants/ending/operations/purge";
import { log } from "@/server/log";
import { newId } from "@/server/new-id";
import { adminQuery } from "@/test/db";
import { payingWorkspace, signed, stripe } from "@/test/payments";
import { tidyBilling } from "./jobs";
import { endPayment } from "./operations/end-payment";
import { endOrphans } from "./operations/receive-event";

afterEach(() => {
  env.STRIPE_API_URL = inject("payments").url;
});

/** A webhook of a customer, and its answer. */
async function told(customer: string): Promise<{ id: string; status: number }> {
  const id = `evt_${randomUUID()}`;
  const body = JSON.stringify({
    id,
    object: "event",
    created: Math.floor(Date.now() / 1_000),
    type: "customer.subscription.created",
    data: { object: { object: "subscription", id: "sub_1", customer } },
  });
  const headers = { "stripe-signature": signed(body) };
  const url = "http://localhost:3000/api/webhooks/stripe";
  return { id, status: (await POST(new Request(url, { method: "POST", headers, body }))).status };
}

const isProcessed = async (id: string) =>
  (await adminQuery("select 1 from billing_events where id = $1 and processed_at is not null", [id])).length > 0;
const statusOf = async (subscription: string) => (await stripe().subscriptions.retrieve(subscription)).status;

/** The same purchase once more, beside what is there: a page that was paid late, or an act of an operator. */
async function boughtAgain(customer: string, like: string): Promise<string> {
  const price = (await stripe().subscriptions.retrieve(like)).items.data[0]?.price.id ?? "";
  return (await stripe().subscriptions.create({ customer, items: [{ price, quantity: 1 }] })).id;
}

async function purge(tenantId: string): Promise<void> {
  await adminQuery(
    "update tenants set deletion_asked_at = now() - interval '15 days', deletion_due_at = now() - interval '1 day' where id = $1",
    [tenantId],
  );
  expect(await purgeWorkspace(tenantId)).toBe(true);
}

/** A workspace that is deleted, and what was bought for it after its payment had ended. */
async function orphaned() {
  const { workspace, customer, subscription } = await payingWorkspace();
  await endPayment(workspace.system);
  await purge(workspace.tenant.id);
  return { customer, late: await boughtAgain(customer, subscription) };
}

/** The job on events of all workspaces: run to its end. */
async function tidy(): Promise<void> {
  await tidyBilling.run(async (_name, act) => await act());
}

describe("what is bought for a workspace after its deletion", () => {
  test("ends with the webhook that tells of it", async () => {
    const { customer, late } = await orphaned();
    const { id, status } = await told(customer);
    expect([status, await isProcessed(id), await statusOf(late)]).toEqual([200, true, "canceled"]);
  });

  test("ends within the hour, where the payments service did not answer then", async () => {
    const { customer, late } = await orphaned();
    env.STRIPE_API_URL = "http://127.0.0.1:9";
    const { id, status } = await told(customer);
    expect([status, await isProcessed(id)]).toEqual([503, false]);
    env.STRIPE_API_URL = inject("payments").url;
    expect(await statusOf(late)).toBe("active");
    await adminQuery("update billing_events set received_at = now() - interval '10 minutes' where id = $1", [id]);
    await tidy();
    expect([await isProcessed(id), await statusOf(late)]).toEqual([true, "canceled"]);
  });

  test("is left alone where payments are not set up any more, without an error each hour", async () => {
    const error = vi.spyOn(log, "error");
    const { customer } = await orphaned();
    const id = `evt_${randomUUID()}`;
    await adminQuery(
      "insert into billing_events (id, type, customer_id, created_at, received_at) values ($1, 'test', $2, now(), now() - interval '10 minutes')",
      [id, customer],
    );
    const key = env.STRIPE_SECRET_KEY;
    env.STRIPE_SECRET_KEY = undefined;
    try {
      await tidy();
    } finally {
      env.STRIPE_SECRET_KEY = key;
    }
    expect([await isProcessed(id), error.mock.calls]).toEqual([false, []]);
  });

  test("ends too, if its webhook arrived while the workspace was being deleted", async () => {
    const { workspace, customer, subscription } = await payingWorkspace();
    await endPayment(workspace.system);
    const late = await boughtAgain(customer, subscription);
    const { id } = await told(customer);
    await endOrphans(new Date(Date.now() + 1_000));
    expect([await isProcessed(id), await statusOf(late)]).toEqual([false, "active"]);
    await purge(workspace.tenant.id);
    await endOrphans(new Date(Date.now() + 1_000));
    expect([await isProcessed(id), await statusOf(late)]).toEqual([true, "canceled"]);
  });
});

test.each([
  ["of no workspace", {}],
  ["of a workspace that was not deleted here", { workspaceId: newId() }],
  ["of a name that is no id", { workspaceId: "shop-7" }],
])("a customer %s keeps what they pay for: other apps may share the account", async (_title, metadata) => {
  const { workspace, customer, subscription } = await payingWorkspace();
  await stripe().customers.update(customer, { metadata: { workspaceId: "", ...metadata } });
  await adminQuery("update subscriptions set stripe_customer_id = null where tenant_id = $1", [workspace.tenant.id]);
  const { id, status } = await told(customer);
  expect([status, await isProcessed(id), await statusOf(subscription)]).toEqual([200, true, "active"]);
});

test("old webhooks are forgotten by the next attempt, where the first one failed", async () => {
  const id = `evt_${randomUUID()}`;
  await adminQuery(
    "insert into billing_events (id, type, created_at, received_at, processed_at) values ($1, 'test', now(), now() - interval '61 days', now())",
    [id],
  );
  const isKept = async () => (await adminQuery("select 1 from billing_events where id = $1", [id])).length > 0;
  await adminQuery(
    `create function refuse_forgetting() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
     create trigger refuse_forgetting before delete on billing_events execute function refuse_forgetting()`,
  );
  try {
    await expect(tidy()).rejects.toThrow();
  } finally {
    await adminQuery("drop trigger refuse_forgetting on billing_events; drop function refuse_forgetting()");
  }
  expect(await isKept()).toBe(true);
  await tidy();
  expect(await isKept()).toBe(false);
});
