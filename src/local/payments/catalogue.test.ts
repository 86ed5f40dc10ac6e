import { expect, it } from "vitest";
import { openTill, priceOf } from "./sdk.fixture";

const till = openTill();

it("keeps a price's thousandths", async () => {
  const price = await priceOf(till.stripe, "0.125");
  expect([price.unit_amount, price.unit_amount_decimal?.toString()]).toEqual([null, "0.125"]);
  const whole = await priceOf(till.stripe, 2900);
  expect([whole.unit_amount, whole.unit_amount_decimal?.toString()]).toEqual([2900, "2900"]);
});

it("finds prices by their look-up keys, each of which one price has", async () => {
  const { stripe } = till;
  const { id: product } = await stripe.products.create({ name: "Professional" });
  const of = (unit_amount: number, more: object = {}) =>
    stripe.prices.create({
      product,
      currency: "usd",
      unit_amount,
      recurring: { interval: "month" },
      lookup_key: "pro:month",
      ...more,
    });
  const old = await of(2900);
  await expect(of(3900)).rejects.toMatchObject({ param: "lookup_key" });
  const next = await of(3900, { transfer_lookup_key: true });
  const found = await stripe.prices.list({
    lookup_keys: ["pro:month", "other"],
    active: true,
    expand: ["data.product"],
  });
  expect(
    found.data.map(({ id, product: shown }) => [id, typeof shown === "object" && "name" in shown ? shown.name : ""]),
  ).toEqual([[next.id, "Professional"]]);
  expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull();
  const off = await stripe.prices.update(old.id, { active: false });
  expect(off.active).toBe(false);
  const { id: customer } = await stripe.customers.create({});
  await expect(stripe.subscriptions.create({ customer, items: [{ price: old.id }] })).rejects.toMatchObject({
    param: "items[0][price]",
  });
  await expect(stripe.prices.update(next.id, { unit_amount: 1 } as never)).rejects.toMatchObject({
    code: "parameter_unknown",
  });
});

it("changes a product, and takes its id from the caller", async () => {
  const { stripe } = till;
  await stripe.products.create({ id: "plan_pro", name: "Pro", unit_label: "seat", metadata: { plan: "pro" } });
  await expect(stripe.products.create({ id: "plan_pro", name: "Pro" })).rejects.toMatchObject({ param: "id" });
  const after = await stripe.products.update("plan_pro", { name: "Professional", active: false });
  expect(after).toMatchObject({ name: "Professional", active: false, unit_label: "seat", metadata: { plan: "pro" } });
  expect((await stripe.products.list({ active: false })).data.map(({ id }) => id)).toEqual(["plan_pro"]);
});

it("has coupons and promotion codes in their present shape", async () => {
  const { stripe } = till;
  const coupon = await stripe.coupons.create({ percent_off: 12.5, duration: "once" });
  expect(coupon.id).toMatch(/^[0-9A-Za-z]{8}$/);
  const code = await stripe.promotionCodes.create({ code: "Autumn", promotion: { type: "coupon", coupon: coupon.id } });
  expect(code.promotion).toEqual({ type: "coupon", coupon: coupon.id });
  const found = await stripe.promotionCodes.list({ code: "AUTUMN", expand: ["data.promotion.coupon"] });
  expect(found.data[0]?.promotion.coupon).toMatchObject({ percent_off: 12.5 });
  await expect(stripe.promotionCodes.create({ coupon: coupon.id } as never)).rejects.toMatchObject({ statusCode: 400 });
  await expect(
    stripe.promotionCodes.create({ code: "autumn", promotion: { type: "coupon", coupon: coupon.id } }),
  ).rejects.toMatchObject({ param: "code" });
  await expect(stripe.coupons.create({ percent_off: 101 })).rejects.toMatchObject({ param: "percent_off" });
  await expect(stripe.coupons.create({ amount_off: 100 })).rejects.toMatchObject({ param: "currency" });
});

it("keeps a customer's tax ids", async () => {
  const { stripe } = till;
  const { id } = await stripe.customers.create({ name: "Halden" });
  const tax = await stripe.customers.createTaxId(id, { type: "eu_vat", value: "de 123456789" });
  expect(tax).toMatchObject({ country: "DE", value: "DE123456789" });
  await expect(stripe.customers.createTaxId(id, { type: "eu_vat", value: "123" })).rejects.toMatchObject({
    code: "tax_id_invalid",
    param: "value",
  });
  const magic = await stripe.customers.createTaxId(id, { type: "eu_vat", value: "000000000" });
  expect(magic.verification?.status).toBe("verified");
  expect((await stripe.customers.listTaxIds(id)).data.map(({ id: each }) => each)).toEqual([magic.id, tax.id]);
  expect(await stripe.customers.deleteTaxId(id, tax.id)).toMatchObject({ id: tax.id, deleted: true });
  await expect(stripe.customers.deleteTaxId("cus_other", magic.id)).rejects.toMatchObject({ statusCode: 404 });
  expect((await stripe.customers.listTaxIds(id)).data).toHaveLength(1);
});
