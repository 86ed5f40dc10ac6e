import { z } from "zod";
import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { exact, rounded } from "../exact";
import { newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { clearable, decimal, flag, many, metadata, one, page, text, whole } from "../schema";
import type { Price } from "../tables";
import { merged } from "./metadata";

const recurring = z.strictObject({
  interval: one("day", "week", "month", "year"),
  interval_count: whole(1, 36).optional(),
  meter: text().optional(),
  usage_type: one("licensed", "metered").optional(),
});

const creating = {
  active: flag().optional(),
  currency: text(3),
  lookup_key: text(200).optional(),
  metadata: metadata().optional(),
  nickname: text().optional(),
  product: text(),
  recurring: recurring.optional(),
  tax_behavior: one("exclusive", "inclusive", "unspecified").optional(),
  transfer_lookup_key: flag().optional(),
  unit_amount: whole(0).optional(),
  unit_amount_decimal: decimal().optional(),
};

export const priceRoutes = [
  route("POST /v1/prices", creating, ({ context, params }) => create(context, params)),
  route(
    "GET /v1/prices",
    {
      ...page,
      active: flag().optional(),
      currency: text(3).optional(),
      lookup_keys: many(text(200)).max(10).optional(),
      product: text().optional(),
      type: one("one_time", "recurring").optional(),
    },
    ({ context, params }) => {
      const { active, lookup_keys: keys, product, type, currency } = params;
      const found = context.store.where(
        "prices",
        (each) =>
          (active === undefined || each.active === active) &&
          (keys === undefined || keys.includes(each.lookup_key ?? "")) &&
          (product === undefined || each.product === product) &&
          (currency === undefined || each.currency === currency.toLowerCase()) &&
          (type === undefined || each.type === type),
      );
      return listOf("/v1/prices", found, params, (each) => present(context, "prices", each));
    },
  ),
  route("GET /v1/prices/:id", {}, ({ context, id }) => present(context, "prices", existing(context, id))),
  route(
    "POST /v1/prices/:id",
    {
      active: flag().optional(),
      lookup_key: clearable(text(200)).optional(),
      metadata: metadata().optional(),
      nickname: clearable(text()).optional(),
      transfer_lookup_key: flag().optional(),
    },
    ({ context, params, id }) => {
      const price = existing(context, id);
      const before = present(context, "prices", price);
      const { lookup_key: key = price.lookup_key, nickname = price.nickname, active = price.active } = params;
      freeKey(context, key, { transfer: params.transfer_lookup_key, by: id });
      const after = context.store.put("prices", {
        ...price,
        active,
        nickname,
        lookup_key: key,
        metadata: merged(price.metadata, params.metadata),
      });
      emitChange(context, "price.updated", "prices", { before, after });
      return present(context, "prices", after);
    },
  ),
];

function create(context: Context, params: z.output<z.ZodObject<typeof creating>>): object {
  const { store } = context;
  if (!store.find("products", params.product)) throw Refusal.missingParameter("product", params.product, "product");
  const amount = params.unit_amount === undefined ? params.unit_amount_decimal : String(params.unit_amount);
  if (amount === undefined || (params.unit_amount !== undefined && params.unit_amount_decimal !== undefined)) {
    const code = amount === undefined ? "parameter_missing" : "parameters_exclusive";
    throw Refusal.parameter(code, "unit_amount", "Give one of unit_amount and unit_amount_decimal.");
  }
  const key = params.lookup_key ?? null;
  freeKey(context, key, { transfer: params.transfer_lookup_key });
  const price = store.put("prices", {
    id: newId("price"),
    object: "price",
    active: params.active ?? true,
    billing_scheme: "per_unit",
    created: context.wall(),
    currency: params.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: key,
    metadata: merged({}, params.metadata),
    nickname: params.nickname ?? null,
    product: params.product,
    recurring: recurringOf(context, params.recurring),
    tax_behavior: params.tax_behavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: params.recurring ? "recurring" : "one_time",
    unit_amount: amount.includes(".") && !/^-?\d+\.0+$/.test(amount) ? null : rounded(exact(amount)),
    unit_amount_decimal: amount,
  });
  emit(context, "price.created", "prices", price);
  return present(context, "prices", price);
}

function recurringOf({ store }: Context, given: z.output<typeof recurring> | undefined): Price["recurring"] {
  if (!given) return null;
  const { interval, interval_count = 1, meter = null, usage_type = "licensed" } = given;
  if ((usage_type === "metered") !== (meter !== null)) {
    throw Refusal.parameter(
      "parameter_missing",
      "recurring[meter]",
      "A metered price needs a meter, and no other has one.",
    );
  }
  if (meter !== null && !store.find("meters", meter))
    throw Refusal.missingParameter("meter", meter, "recurring[meter]");
  return { interval, interval_count, meter, trial_period_days: null, usage_type };
}

/** Two prices never have one look-up key: it is refused, or taken from the other. */
function freeKey(
  { store }: Context,
  key: string | null,
  { transfer, by }: { transfer?: boolean | undefined; by?: string },
): void {
  const [holder] = store.where("prices", (each) => key !== null && each.lookup_key === key && each.id !== by);
  if (!holder) return;
  if (!transfer) {
    const message = `A price (\`${holder.id}\`) already uses that lookup key.`;
    throw Refusal.parameter("resource_already_exists", "lookup_key", message);
  }
  store.change("prices", holder.id, { lookup_key: null });
}

function existing({ store }: Context, id: string): Price {
  const price = store.find("prices", id);
  if (!price) throw Refusal.missing("price", id);
  return price;
}

/** The price of a parameter; only active ones are sold. */
export function priceFor({ store }: Context, id: string, param: string): Price {
  const price = store.find("prices", id);
  if (!price) throw Refusal.missingParameter("price", id, param);
  if (!price.active) throw Refusal.parameter("price_inactive", param, "The price specified is inactive.");
  return price;
}
