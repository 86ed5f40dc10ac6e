import { createElement } from "react";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { mailsTo } from "@/test/mail";
import { platformClient, platformTransaction } from "./db/client";
import { tenantDb } from "./db/tenant-db";
import { inTransaction } from "./execute";
import { deliverMail } from "./mailer";
import { trigger } from "./pusher";
import { asked } from "./stripe";

const to = "nobody@outbound.example";
/** One call to each vendor. */
const calls: Record<string, () => Promise<unknown>> = {
  Stripe: () => asked((stripe) => stripe.customers.list({ limit: 1 })),
  Pusher: () => trigger(["private-none"], "test", {}),
  "The mail server": () => deliverMail({ to, subject: "Test", body: createElement("p", {}, "Test") }),
};

test("no vendor is called inside a transaction, whosever it is", async () => {
  const { tenant, system } = await testWorkspace();
  const transactions: ((work: () => Promise<unknown>) => Promise<unknown>)[] = [
    (work) => inTransaction(system, work),
    (work) => tenantDb(tenant.id).tx(work),
    (work) => platformClient().$transaction(work),
    (work) => platformTransaction(work),
  ];
  for (const [vendor, call] of Object.entries(calls))
    for (const inside of transactions)
      await expect(inside(call), vendor).rejects.toThrow(`${vendor} is called inside a transaction.`);
  expect(await mailsTo(to)).toEqual([]);
});
