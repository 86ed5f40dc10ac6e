import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { advanceTo, at, customerAt, openTill, type Pay, priceOf, sides } from "./sdk.fixture";

const till = openTill();

type Line = { amount: number | string; quantity?: number; name?: string };
type Case = {
  name: string;
  /** The time of the purchase. */
  from: string;
  /** Where the first whole period begins, if not at once. */
  anchor?: string;
  every?: Pay;
  currency?: string;
  /** What was bought. */
  bought: Line[];
  /** The time of the change. */
  on: string;
  /** What it becomes: line by line, `null` removes one, further lines are added. */
  becomes: (Line | null)[];
  becomesEvery?: Pay;
  anchorNow?: boolean;
  percentOff?: number;
  amountOff?: number;
  duration?: "once" | "forever";
  credits: number[];
  debits: number[];
};

const monthly = { from: "2026-04-01" };

/** Expected numbers are computed by hand: the part of the period that is left, rounded once for each line. */
const cases: Case[] = [
  {
    name: "1 a higher price halfway",
    ...monthly,
    bought: [{ amount: 1000 }],
    on: "2026-04-16",
    becomes: [{ amount: 2000 }],
    credits: [-500],
    debits: [1000],
  },
  {
    name: "2 a lower price after a third",
    ...monthly,
    bought: [{ amount: 4900 }],
    on: "2026-04-11",
    becomes: [{ amount: 1900 }],
    credits: [-3267],
    debits: [1267],
  },
  {
    name: "3 one seat more with 21 of 31 days left",
    from: "2026-01-10",
    bought: [{ amount: 1000, quantity: 2 }],
    on: "2026-01-20",
    becomes: [{ amount: 1000, quantity: 3 }],
    credits: [-1355],
    debits: [2032],
  },
  {
    name: "4 two seats less with a third left",
    ...monthly,
    bought: [{ amount: 1200, quantity: 5 }],
    on: "2026-04-21",
    becomes: [{ amount: 1200, quantity: 3 }],
    credits: [-2000],
    debits: [1200],
  },
  {
    name: "5 an add-on with 22.5 of 30 days left",
    ...monthly,
    bought: [{ amount: 1000 }],
    on: "2026-04-08T12:00",
    becomes: [{ amount: 1000 }, { amount: 2900 }],
    credits: [],
    debits: [2175],
  },
  {
    name: "6 to a year that begins now",
    ...monthly,
    bought: [{ amount: 1200, quantity: 5 }],
    on: "2026-04-16",
    becomes: [{ amount: 12_000, quantity: 5 }],
    becomesEvery: "year",
    anchorNow: true,
    credits: [-3000],
    debits: [60_000],
  },
  {
    name: "7 to a year around the same anchor",
    ...monthly,
    bought: [{ amount: 1200, quantity: 5 }],
    on: "2026-04-16",
    becomes: [{ amount: 12_000, quantity: 5 }],
    becomesEvery: "year",
    credits: [-3000],
    debits: [57_534],
  },
  {
    name: "8 from a year to a month that begins now",
    from: "2026-01-01",
    every: "year",
    bought: [{ amount: 12_000 }],
    on: "2026-07-02",
    becomes: [{ amount: 1200 }],
    becomesEvery: "month",
    anchorNow: true,
    credits: [-6016],
    debits: [1200],
  },
  {
    name: "11 a fifth off forever is inside both amounts",
    ...monthly,
    bought: [{ amount: 1000 }],
    on: "2026-04-16",
    becomes: [{ amount: 2000 }],
    percentOff: 20,
    duration: "forever",
    credits: [-400],
    debits: [800],
  },
  {
    name: "12 an amount off is shared out in proportion",
    ...monthly,
    bought: [{ amount: 1000 }, { amount: 2000 }],
    on: "2026-04-16",
    becomes: [null, { amount: 2000 }],
    amountOff: 500,
    duration: "once",
    credits: [-417],
    debits: [],
  },
  {
    name: "15a the 31st, 14 of 28 days left in February",
    from: "2027-01-31T10:00",
    bought: [{ amount: 3000 }],
    on: "2027-02-14T10:00",
    becomes: [{ amount: 6000 }],
    credits: [-1500],
    debits: [3000],
  },
  {
    name: "15b the 31st, 17 of 31 days left in March",
    from: "2027-01-31T10:00",
    bought: [{ amount: 3000 }],
    on: "2027-03-14T10:00",
    becomes: [{ amount: 6000 }],
    credits: [-1645],
    debits: [3290],
  },
  {
    name: "16 halfway through a February of 29 days",
    from: "2028-02-01",
    bought: [{ amount: 2900 }],
    on: "2028-02-15T12:00",
    becomes: [{ amount: 5800 }],
    credits: [-1450],
    debits: [2900],
  },
  {
    name: "17 an item removed halfway through a year of 366 days",
    from: "2027-03-01",
    every: "year",
    bought: [{ amount: 36_600 }, { amount: 100 }],
    on: "2027-08-31",
    becomes: [null, { amount: 100 }],
    credits: [-18_300],
    debits: [],
  },
  {
    name: "18 yen have no smaller unit",
    ...monthly,
    currency: "jpy",
    bought: [{ amount: 1000 }],
    on: "2026-04-11",
    becomes: [{ amount: 2500 }],
    credits: [-667],
    debits: [1667],
  },
  {
    name: "19 halves go away from zero",
    ...monthly,
    bought: [{ amount: 999 }],
    on: "2026-04-16",
    becomes: [{ amount: 1001 }],
    credits: [-500],
    debits: [501],
  },
  {
    name: "21 what was billed at nothing gives nothing back",
    ...monthly,
    bought: [{ amount: 7200, quantity: 1 }],
    on: "2026-04-16",
    becomes: [{ amount: 7200, quantity: 2 }],
    percentOff: 100,
    duration: "once",
    credits: [],
    debits: [0, 7200],
  },
  // Seats
  {
    name: "22 ten seats more with 1 of 30 days left",
    ...monthly,
    bought: [{ amount: 2900, quantity: 3 }],
    on: "2026-04-30",
    becomes: [{ amount: 2900, quantity: 13 }],
    credits: [-290],
    debits: [1257],
  },
  {
    name: "23 a seat more with one minute left",
    ...monthly,
    bought: [{ amount: 2900, quantity: 1 }],
    on: "2026-04-30T23:59",
    becomes: [{ amount: 2900, quantity: 2 }],
    credits: [-0],
    debits: [0],
  },
  {
    name: "24 from one seat to a hundred after one day",
    ...monthly,
    bought: [{ amount: 2900, quantity: 1 }],
    on: "2026-04-02",
    becomes: [{ amount: 2900, quantity: 100 }],
    credits: [-2803],
    debits: [280_333],
  },
  {
    name: "25 from a hundred seats to one after one day",
    ...monthly,
    bought: [{ amount: 2900, quantity: 100 }],
    on: "2026-04-02",
    becomes: [{ amount: 2900, quantity: 1 }],
    credits: [-280_333],
    debits: [2803],
  },
  {
    name: "26 seats and price at once",
    ...monthly,
    bought: [{ amount: 1900, quantity: 4 }],
    on: "2026-04-13",
    becomes: [{ amount: 2900, quantity: 7 }],
    credits: [-4560],
    debits: [12_180],
  },
  {
    name: "27 no seat left of a free kind",
    ...monthly,
    bought: [{ amount: 1000, quantity: 3 }, { amount: 500 }],
    on: "2026-04-16",
    becomes: [{ amount: 1000, quantity: 0 }, { amount: 500 }],
    credits: [-1500],
    debits: [],
  },
  // Add-ons
  {
    name: "28 one add-on goes, another comes",
    ...monthly,
    bought: [{ amount: 5000 }, { amount: 1500 }],
    on: "2026-04-11",
    becomes: [{ amount: 5000 }, null, { amount: 2400 }],
    credits: [-1000],
    debits: [1600],
  },
  {
    name: "29 two add-ons in one change",
    ...monthly,
    bought: [{ amount: 5000 }],
    on: "2026-04-26",
    becomes: [{ amount: 5000 }, { amount: 700 }, { amount: 1300 }],
    credits: [],
    debits: [117, 217],
  },
  {
    name: "30 seats and an add-on in one change",
    ...monthly,
    bought: [{ amount: 2900, quantity: 2 }],
    on: "2026-04-21",
    becomes: [{ amount: 2900, quantity: 4 }, { amount: 1000 }],
    credits: [-1933],
    debits: [3867, 333],
  },
  {
    name: "31 an add-on whose price has thousandths",
    ...monthly,
    bought: [{ amount: 1000 }],
    on: "2026-04-16",
    becomes: [{ amount: 1000 }, { amount: "0.125", quantity: 1001 }],
    credits: [],
    debits: [63],
  },
  // Years
  {
    name: "32 twelve seats of a year, 100 of 365 days left",
    from: "2026-01-01",
    every: "year",
    bought: [{ amount: 29_000, quantity: 12 }],
    on: "2026-09-23",
    becomes: [{ amount: 29_000, quantity: 15 }],
    credits: [-95_342],
    debits: [119_178],
  },
  {
    name: "33 from a year to a dearer one",
    from: "2026-01-01",
    every: "year",
    bought: [{ amount: 19_000 }],
    on: "2026-03-15",
    becomes: [{ amount: 29_000 }],
    credits: [-15_200],
    debits: [23_200],
  },
  {
    name: "34 from 29 February for a year, 182 of 365 days left",
    from: "2028-02-29",
    every: "year",
    bought: [{ amount: 36_500 }],
    on: "2028-08-30",
    becomes: [{ amount: 73_000 }],
    credits: [-18_200],
    debits: [36_400],
  },
  {
    name: "35 a yearly add-on on the last day",
    from: "2026-01-01",
    every: "year",
    bought: [{ amount: 10_000 }],
    on: "2026-12-31",
    becomes: [{ amount: 10_000 }, { amount: 49_000 }],
    credits: [],
    debits: [134],
  },
  // Other
  {
    name: "36 the 30th, 15 of 31 days left until 30 March",
    from: "2027-01-30",
    bought: [{ amount: 3100 }],
    on: "2027-03-15",
    becomes: [{ amount: 6200 }],
    credits: [-1550],
    debits: [3100],
  },
  {
    name: "37 one seat of 1 yen more",
    ...monthly,
    currency: "jpy",
    bought: [{ amount: 1, quantity: 3 }],
    on: "2026-04-16",
    becomes: [{ amount: 1, quantity: 4 }],
    credits: [-2],
    debits: [2],
  },
  {
    name: "38 an eighth off in percent with a fraction",
    ...monthly,
    bought: [{ amount: 2000 }],
    on: "2026-04-16",
    becomes: [{ amount: 4000 }],
    percentOff: 12.5,
    duration: "forever",
    credits: [-875],
    debits: [1750],
  },
  {
    name: "39 an amount off forever, of the only item",
    ...monthly,
    bought: [{ amount: 3000 }],
    on: "2026-04-16",
    becomes: [{ amount: 5000 }],
    amountOff: 1000,
    duration: "forever",
    credits: [-1000],
    debits: [2000],
  },
  {
    name: "40 a day of summer time in the firm's zone counts as any other",
    from: "2026-03-15",
    bought: [{ amount: 3100 }],
    on: "2026-03-30",
    becomes: [{ amount: 6200 }],
    credits: [-1600],
    debits: [3200],
  },
];

describe("a change within a period", () => {
  it.each(cases)("$name", async (one) => {
    const { stripe } = till;
    const { subscription, items, clock } = await boughtBy(stripe, one);
    await advanceTo(stripe, clock, one.on, one.every === "year" ? 400 * 86_400 : 50 * 86_400);
    const details = {
      items: await changesOf(stripe, one, items),
      ...(one.anchorNow ? { billing_cycle_anchor: { type: "now" as const } } : {}),
    };
    const always = { proration_behavior: "always_invoice" as const };
    const preview = await stripe.invoices.createPreview({
      subscription,
      subscription_details: { ...details, ...always },
    });
    const after = await stripe.subscriptions.update(subscription, {
      ...details,
      ...always,
      expand: ["latest_invoice"],
    });
    const invoice = after.latest_invoice as Stripe.Invoice;
    const nothing = one.credits.every((amount) => amount === 0) && one.debits.every((amount) => amount === 0);
    if (!nothing) expect(invoice.billing_reason).toBe("subscription_update");
    expect(sides(invoice)).toEqual({
      credits: one.credits.filter((amount) => amount !== 0),
      debits: expect.arrayContaining(one.debits),
    });
    expect(sides(preview)).toEqual(sides(invoice));
    expect(preview).toMatchObject({
      total: invoice.total,
      amount_due: invoice.amount_due,
      status: "draft",
      number: null,
    });
    const sum = [...one.credits, ...one.debits].reduce((a, b) => a + b, 0);
    expect(invoice.total).toBe(sum);
    expect(invoice.status).toBe("paid");
    const { balance } = (await stripe.customers.retrieve(invoice.customer as string)) as Stripe.Customer;
    expect(balance).toBe(invoice.ending_balance);
  });
});

async function boughtBy(stripe: Stripe, one: Case) {
  const { clock, customer } = await customerAt(stripe, one.from);
  const options = { every: one.every ?? "month", currency: one.currency ?? "usd" };
  const items = [];
  for (const { amount, quantity = 1 } of one.bought) {
    const price = await priceOf(stripe, amount, options);
    items.push({ price: price.id, quantity });
  }
  const isOff = one.percentOff !== undefined || one.amountOff !== undefined;
  const off =
    one.percentOff === undefined
      ? { amount_off: one.amountOff, currency: options.currency }
      : { percent_off: one.percentOff };
  const coupon = isOff
    ? await stripe.coupons.create({ ...off, duration: one.duration ?? "once" } as Stripe.CouponCreateParams)
    : undefined;
  const made = await stripe.subscriptions.create({
    customer,
    items,
    ...(coupon ? { discounts: [{ coupon: coupon.id }] } : {}),
  });
  expect(made.status).toBe("active");
  return { subscription: made.id, items: made.items.data, clock };
}

async function changesOf(stripe: Stripe, one: Case, items: Stripe.SubscriptionItem[]) {
  const options = { every: one.becomesEvery ?? one.every ?? "month", currency: one.currency ?? "usd" };
  const changes = [];
  for (const [index, line] of one.becomes.entries()) {
    const item = items[index];
    const before = one.bought[index];
    if (line === null) changes.push({ id: String(item?.id), deleted: true });
    else if (before?.amount === line.amount && one.becomesEvery === undefined) {
      if (before.quantity !== line.quantity) changes.push({ id: String(item?.id), quantity: line.quantity });
    } else {
      const price = await priceOf(stripe, line.amount, options);
      changes.push({ ...(item ? { id: item.id } : {}), price: price.id, quantity: line.quantity ?? 1 });
    }
  }
  return changes as Stripe.SubscriptionUpdateParams.Item[];
}

it("has thirty cases and more", () => {
  expect(cases.length).toBeGreaterThanOrEqual(30);
  expect(at("2026-04-01")).toBe(1_775_001_600);
});
