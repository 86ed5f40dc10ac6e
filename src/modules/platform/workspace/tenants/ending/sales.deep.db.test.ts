import "@/registry/register";
import { describe, expect, test } from "vitest";
import { Visitor } from "@/local/payments/browser.fixture";
import { applyChange } from "@/modules/platform/commerce/billing/operations/change";
import { startCheckout } from "@/modules/platform/commerce/billing/operations/checkout";
import { cancelPlan, resumePlan } from "@/modules/platform/commerce/billing/operations/ending";
import { openPortal } from "@/modules/platform/commerce/billing/operations/portal";
import { tryModule } from "@/modules/platform/commerce/plans/operations/modules";
import { operations } from "@/registry/operations";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx } from "@/server/context";
import { relayOnce } from "@/server/outbox/relay";
import { adminQuery } from "@/test/db";
import { rowHash } from "@/test/full-workspace";
import { holdPayment, payingWorkspace, stripe, trialWorkspace } from "@/test/payments";
import { servedJobs } from "@/test/served-jobs";
import { stopSales } from "./jobs";
import { askDeletion, undoDeletion } from "./operations/deletion";

const { consumer } = servedJobs(stopSales);
const choice = { plan: "professional", interval: "month", seats: 3 } as const;

/** The context of a later request of the same person. */
async function later(ctx: Ctx): Promise<Ctx> {
  const tenant = await tenantById(ctx.tenant.id);
  if (!tenant) throw new Error("The workspace is gone.");
  return createCtx({ ...ctx, tenant });
}

const customerOf = async ({ tenant }: Ctx): Promise<string> => {
  const [row] = await adminQuery<{ id: string }>(
    "select stripe_customer_id as id from subscriptions where tenant_id = $1",
    [tenant.id],
  );
  return row?.id ?? "";
};
const pagesOf = async (customer: string) =>
  (await stripe().checkout.sessions.list({ customer })).data.map(({ status }) => status);

describe("a workspace that waits for its deletion", () => {
  const change = { seats: 6, prorationDate: Math.floor(Date.now() / 1_000), due: 0 };
  const sales: [string, (ctx: Ctx) => Promise<unknown>][] = [
    ["begins no purchase", (ctx) => startCheckout(ctx, choice)],
    ["changes no plan", (ctx) => applyChange(ctx, change)],
    ["does not take back the end of its plan", (ctx) => resumePlan(ctx, {})],
    ["opens no page for a new card", (ctx) => openPortal(ctx, { flow: "paymentMethod" })],
  ];
  test.each(sales)("%s; its owner is told to undo the deletion first, and nothing changes", async (_title, buy) => {
    const { owner, subscription } = await payingWorkspace();
    await cancelPlan(owner, {});
    await askDeletion(owner, { name: owner.tenant.name });
    const [rows, at] = [await rowHash(owner.tenant.id), await stripe().subscriptions.retrieve(subscription)];
    await expect(buy(await later(owner))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Undo the deletion first."),
    });
    expect(await rowHash(owner.tenant.id)).toBe(rows);
    expect(await stripe().subscriptions.retrieve(subscription)).toEqual(at);
  });

  test("begins no trial of a module", async () => {
    const owner = await (await trialWorkspace()).role("owner");
    await askDeletion(owner, { name: owner.tenant.name });
    const rows = await rowHash(owner.tenant.id);
    await expect(tryModule(await later(owner), { module: "pmo" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("an owner can undo this"),
    });
    expect(await rowHash(owner.tenant.id)).toBe(rows);
  });

  test("can still end its plan, and buys again after the deletion was undone", async () => {
    const { owner } = await payingWorkspace();
    await askDeletion(owner, { name: owner.tenant.name });
    expect((await cancelPlan(await later(owner), {})).cancelAt).not.toBeNull();
    await undoDeletion(await later(owner), {});
    expect((await resumePlan(await later(owner), {})).cancelAt).toBeNull();
  });

  test("every other act on its payment is known to sell nothing", () => {
    const known = new Set(["cancelPlan", "refreshBilling", "updateBillingDetails", "payInvoice", "dropPendingChange"]);
    const refused = new Set(["startCheckout", "applyChange", "resumePlan", "openPortal"]);
    const acts = Object.entries(operations)
      .filter(([, { kind, permission }]) => kind === "mutation" && permission === "billing:manage")
      .map(([name]) => name);
    expect(acts.filter((name) => !known.has(name)).sort()).toEqual([...refused].sort());
  });
});

describe("a purchase that was begun before the deletion was asked for", () => {
  test("cannot be paid: its page is closed", async () => {
    const owner = await (await trialWorkspace()).role("owner");
    const { url } = await startCheckout(owner, choice);
    const customer = await customerOf(owner);
    const visitor = await new Visitor().open(url);
    await askDeletion(owner, { name: owner.tenant.name });
    while (await relayOnce(consumer));
    await expect.poll(() => pagesOf(customer)).toEqual(["expired"]);
    await visitor.send({ action: "pay", card: "4242424242424242" });
    expect((await stripe().subscriptions.list({ customer, status: "all" })).data).toEqual([]);
  });

  test("opens no page any more, if the deletion was asked for while it waited", async () => {
    const { owner, subscription, customer } = await payingWorkspace();
    await stripe().subscriptions.cancel(subscription);
    await using held = await holdPayment(owner.tenant.id);
    const buying = startCheckout(owner, choice).then(
      () => "sold",
      ({ code }: { code: string }) => code,
    );
    await askDeletion(owner, { name: owner.tenant.name });
    await held.release();
    expect(await buying).toBe("CONFLICT");
    expect(await pagesOf(customer)).toEqual([]);
  });
});
