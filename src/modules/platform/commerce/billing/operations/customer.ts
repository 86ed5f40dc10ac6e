import "server-only";
import type { Ctx } from "@/server/context";
import { changing, customerOf, type Held } from "./sync";

/**
 * The customer of a workspace, made at its first checkout; inside the lock. The key makes a repeated call, also one
 * whose answer was lost, return the same customer: its parameters never differ.
 */
export async function ensureCustomer(inner: Held): Promise<string> {
  const known = await customerOf(inner);
  if (known !== null) return known;
  const { id: workspaceId, name } = inner.tenant;
  const customer = await changing(inner, (stripe) =>
    stripe.customers.create({ metadata: { workspaceId } }, { idempotencyKey: `workspace:${workspaceId}:customer` }),
  );
  const email = await ownerEmail(inner);
  await changing(inner, (stripe) => stripe.customers.update(customer.id, { name, ...(email ? { email } : {}) }));
  await inner.db.subscription.updateMany({ data: { stripeCustomerId: customer.id } });
  return customer.id;
}

/** The e-mail address for receipts: that of the person who buys, else of the first owner. */
async function ownerEmail(inner: Ctx): Promise<string | null> {
  const member = await inner.db.member.findFirst({
    where: inner.member ? { id: inner.member.id } : { role: "owner", status: "active" },
    orderBy: { createdAt: "asc" },
    select: { email: true },
  });
  return member?.email ?? null;
}
