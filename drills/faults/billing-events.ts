import Stripe from "stripe";
import type { Findings } from "../check";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";
import { until } from "../until";

const PATIENCE_MS = 360_000;
const ANSWERED_WITHIN_S = 1;
const AT_ONCE = 8;
const ROUNDS = 4;

type Paying = Workspace & { customer: string; subscription: string };
type Delivery = { id: string; body: string; signature: string; isGood: boolean };

/**
 * R8: webhooks of several workspaces come shuffled, each one to five times, a tenth badly signed and a twentieth
 * late. Afterwards every workspace is as the payments service has it.
 */
export async function billingEvents(stage: Stage, findings: Findings): Promise<void> {
  const { scale, chance, payments } = stage;
  const { stripeAt } = await import("@/server/stripe-at");
  const stripe = stripeAt(payments.key, payments.url);
  // The service itself sends nothing: the drill decides what arrives.
  payments.webhooks.mode = "dropped";
  const workspaces: Paying[] = [];
  for (let nth = 0; nth < scale.payingWorkspaces; nth++) workspaces.push(await paying(stage, stripe));
  const taken = new Set((await eventsOf(stripe, workspaces)).map(({ id }) => id));
  const answers: { isGood: boolean; status: number; ms: number }[] = [];
  const ids = new Set<string>();
  let late: Delivery[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    while (
      (await eventsOf(stripe, workspaces)).filter(({ id }) => !taken.has(id)).length * ROUNDS <
      scale.billingEvents
    )
      await changeSome(stripe, workspaces, stage);
    const fresh = (await eventsOf(stripe, workspaces)).filter(({ id }) => !taken.has(id));
    for (const { id } of fresh) {
      taken.add(id);
      ids.add(id);
    }
    const all = fresh.flatMap((event) => deliveriesOf(event, stage));
    const delayed = round < ROUNDS ? all.filter(({ isGood }) => isGood && chance.number.int(19) === 0) : [];
    const now = chance.helpers.shuffle([...all.filter((one) => !delayed.includes(one)), ...late]);
    late = delayed;
    for (let from = 0; from < now.length; from += AT_ONCE)
      answers.push(...(await Promise.all(now.slice(from, from + AT_ONCE).map((one) => send(stage, one)))));
  }
  payments.webhooks.mode = "in order";
  await tell(stage, findings, { answers, ids, workspaces, stripe });
}

async function paying(stage: Stage, stripe: Stripe): Promise<Paying> {
  const workspace = await makeWorkspace(stage);
  const { pricesByKey } = await import("@/server/stripe-prices");
  const { tenantId: workspaceId } = workspace;
  const customer = await stripe.customers.create({ metadata: { workspaceId } });
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  const key = "2026-11.professional.seat.month";
  const price = (await pricesByKey(stripe, [key])).get(key)?.id ?? "";
  const { id: subscription } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price, quantity: 5 }],
  });
  await stage.database.query("update subscriptions set stripe_customer_id = $2 where tenant_id = $1", [
    workspaceId,
    customer.id,
  ]);
  return { ...workspace, customer: customer.id, subscription };
}

/** The events of these workspaces so far. */
async function eventsOf(stripe: Stripe, workspaces: readonly Paying[]): Promise<Stripe.Event[]> {
  const all = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const customers = new Set(workspaces.map(({ customer }) => customer));
  return all.filter(({ data }) => customers.has(String((data.object as { customer?: unknown }).customer)));
}

async function changeSome(stripe: Stripe, workspaces: readonly Paying[], { chance }: Stage): Promise<void> {
  for (let nth = 0; nth < 10; nth++) {
    const { subscription } = chance.helpers.arrayElement([...workspaces]);
    const { items } = await stripe.subscriptions.retrieve(subscription);
    await stripe.subscriptions.update(subscription, {
      items: [{ id: items.data[0]?.id ?? "", quantity: chance.number.int({ min: 1, max: 25 }) }],
      cancel_at_period_end: chance.datatype.boolean(),
    });
  }
}

/** One to five good ones of each event, and for a tenth a bad one beside them: forged, too old, or written anew. */
function deliveriesOf(event: Stripe.Event, { chance, payments }: Stage): Delivery[] {
  const { webhooks } = new Stripe("sk_test_signing_only");
  const body = JSON.stringify(event);
  const now = Math.floor(Date.now() / 1_000);
  const sign = (payload: string, secret: string, timestamp: number) =>
    webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const good = sign(body, payments.webhookSecret, now);
  const copies = Array.from({ length: chance.number.int({ min: 1, max: 5 }) }, () => ({
    id: event.id,
    body,
    signature: good,
    isGood: true,
  }));
  const isForged = chance.number.int(9) === 0;
  if (!isForged) return copies;
  const bad = chance.helpers.arrayElement([
    { body, signature: sign(body, "whsec_of_somebody_else", now) },
    { body, signature: sign(body, payments.webhookSecret, now - 301) },
    { body: JSON.stringify(event, null, 1), signature: good },
  ]);
  return [...copies, { id: event.id, ...bad, isGood: false }];
}

async function send({ app }: Stage, { body, signature, isGood }: Delivery) {
  const began = performance.now();
  const headers = { "stripe-signature": signature, "content-type": "application/json" };
  const { status } = await fetch(`${app.url}/api/webhooks/stripe`, { method: "POST", headers, body });
  return { isGood, status, ms: performance.now() - began };
}

interface Outcome {
  answers: { isGood: boolean; status: number; ms: number }[];
  ids: Set<string>;
  workspaces: Paying[];
  stripe: Stripe;
}

async function tell({ database }: Stage, findings: Findings, { answers, ids, workspaces, stripe }: Outcome) {
  const bad = answers.filter(({ isGood }) => !isGood);
  const good = answers.filter(({ isGood }) => isGood);
  findings.none(
    `badly signed, ${bad.length} of ${answers.length}, that were taken`,
    bad.filter(({ status }) => status !== 400).map(({ status }) => status),
  );
  findings.none(
    "well signed that were refused",
    good.filter(({ status }) => status !== 200).map(({ status }) => status),
  );
  findings.within("slowest answer", ANSWERED_WITHIN_S, Math.max(...answers.map(({ ms }) => ms)));
  const stored = "select count(*) from billing_events where id = any($1)";
  findings.same("events that are stored", ids.size, await database.number(stored, [[...ids]]));
  const waiting = "select count(*) from billing_events where processed_at is null and customer_id = any($1)";
  const customers = workspaces.map(({ customer }) => customer);
  await until(
    "all of them are worked off",
    PATIENCE_MS,
    async () => (await database.number(waiting, [customers])) === 0,
  );
  const differing: string[] = [];
  for (const workspace of workspaces) {
    const [truth, here] = [await truthOf(stripe, workspace), await storedOf(database, workspace)];
    if (truth !== here) differing.push(`${here} instead of ${truth}`);
  }
  findings.none(`workspaces of ${workspaces.length} that differ from the payments service`, differing);
}

async function truthOf(stripe: Stripe, { subscription, customer }: Paying): Promise<string> {
  const { items, status, cancel_at_period_end: ends } = await stripe.subscriptions.retrieve(subscription);
  const invoices = await stripe.invoices.list({ customer, limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const written = invoices.filter((one) => one.status !== "draft").length;
  return `professional ${status} ${items.data[0]?.quantity} seats, ends ${ends}, ${written} invoices`;
}

async function storedOf(database: Stage["database"], { tenantId }: Paying): Promise<string> {
  const [row] = await database.query<Record<string, unknown>>(
    `select plan, state, seats, cancel_at is not null as ends,
            (select count(*)::int from invoices i where i.tenant_id = s.tenant_id) as invoices
     from subscriptions s where tenant_id = $1`,
    [tenantId],
  );
  return `${row?.plan} ${row?.state} ${row?.seats} seats, ends ${row?.ends}, ${row?.invoices} invoices`;
}
