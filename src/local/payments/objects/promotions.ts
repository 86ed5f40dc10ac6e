import { z } from "zod";
import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { letters, newId } from "../ids";
import { listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { decimal, flag, metadata, one, page, text, whole } from "../schema";
import type { Coupon, PromotionCode } from "../tables";
import { merged } from "./metadata";

const coupon = {
  amount_off: whole(1).optional(),
  currency: text(3).optional(),
  duration: one("forever", "once", "repeating").optional(),
  duration_in_months: whole(1, 36).optional(),
  id: text(64).optional(),
  max_redemptions: whole(1).optional(),
  metadata: metadata().optional(),
  name: text(40).optional(),
  percent_off: decimal().optional(),
  redeem_by: whole().optional(),
};

const code = {
  active: flag().optional(),
  code: text(500).optional(),
  customer: text().optional(),
  expires_at: whole().optional(),
  max_redemptions: whole(1).optional(),
  metadata: metadata().optional(),
  promotion: z.strictObject({ type: one("coupon"), coupon: text() }),
};

export const promotionRoutes = [
  route("POST /v1/coupons", coupon, ({ context, params }) => createCoupon(context, params)),
  route("GET /v1/coupons/:id", {}, ({ context, id }) => {
    const found = context.store.find("coupons", id);
    if (!found) throw Refusal.missing("coupon", id);
    return found;
  }),
  route("POST /v1/promotion_codes", code, ({ context, params }) => createCode(context, params)),
  route(
    "GET /v1/promotion_codes",
    {
      ...page,
      active: flag().optional(),
      code: text().optional(),
      coupon: text().optional(),
      customer: text().optional(),
    },
    ({ context, params }) => {
      const { active, code: wanted, coupon: of, customer } = params;
      const found = context.store.where(
        "promotionCodes",
        (each) =>
          (active === undefined || each.active === active) &&
          (wanted === undefined || each.code.toLowerCase() === wanted.toLowerCase()) &&
          (of === undefined || each.promotion.coupon === of) &&
          (customer === undefined || each.customer === customer),
      );
      return listOf("/v1/promotion_codes", found, params, (each) => present(context, "promotionCodes", each));
    },
  ),
];

function createCoupon(context: Context, params: z.output<z.ZodObject<typeof coupon>>): object {
  const { id = letters(8), amount_off: amount, percent_off: percent, duration = "once" } = params;
  if ((amount === undefined) === (percent === undefined))
    throw Refusal.parameter("parameters_exclusive", "percent_off", "Give one of amount_off and percent_off.");
  if (amount !== undefined && params.currency === undefined)
    throw Refusal.parameter("parameter_missing", "currency", "Missing required param: currency.");
  if (percent !== undefined && !(Number(percent) > 0 && Number(percent) <= 100))
    throw Refusal.parameter(undefined, "percent_off", "percent_off must be greater than 0 and at most 100.");
  if ((duration === "repeating") !== (params.duration_in_months !== undefined))
    throw Refusal.parameter(
      "parameter_missing",
      "duration_in_months",
      "A repeating coupon, and no other, has a length.",
    );
  if (context.store.find("coupons", id))
    throw Refusal.parameter("resource_already_exists", "id", `Coupon already exists: ${id}`);
  const made = context.store.put("coupons", {
    id,
    object: "coupon",
    amount_off: amount ?? null,
    created: context.wall(),
    currency: params.currency?.toLowerCase() ?? null,
    duration,
    duration_in_months: params.duration_in_months ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: merged({}, params.metadata),
    name: params.name ?? null,
    percent_off: percent === undefined ? null : Number(percent),
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  });
  emit(context, "coupon.created", "coupons", made);
  return made;
}

function createCode(context: Context, params: z.output<z.ZodObject<typeof code>>): object {
  const { store } = context;
  const { code: word = letters(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), customer = null } = params;
  if (!store.find("coupons", params.promotion.coupon))
    throw Refusal.missingParameter("coupon", params.promotion.coupon, "promotion[coupon]");
  const isTaken = store
    .all("promotionCodes")
    .some((each) => each.active && each.code.toLowerCase() === word.toLowerCase());
  if (isTaken)
    throw Refusal.parameter(
      "resource_already_exists",
      "code",
      `An active promotion code with \`code: ${word}\` already exists.`,
    );
  const made = store.put("promotionCodes", {
    id: newId("promo"),
    object: "promotion_code",
    active: params.active ?? true,
    code: word,
    created: context.wall(),
    customer,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: merged({}, params.metadata),
    promotion: { type: "coupon", coupon: params.promotion.coupon },
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
    times_redeemed: 0,
  });
  emit(context, "promotion_code.created", "promotionCodes", made);
  return present(context, "promotionCodes", made);
}

export type Promotion = { coupon: string; promotion_code: string | null };

/** The coupons that a request names, itself or by a promotion code. */
export function discountsFor(
  context: Context,
  given: readonly { coupon?: string | undefined; promotion_code?: string | undefined }[],
  customer: string | null,
): Promotion[] {
  return given.map(({ coupon: direct, promotion_code: id }, index) => {
    const param = `discounts[${index}][${id === undefined ? "coupon" : "promotion_code"}]`;
    const found = id === undefined ? undefined : context.store.find("promotionCodes", id);
    if (id !== undefined && !found) throw Refusal.missingParameter("promotion code", id, param);
    if (found && !isUsable(context, found, customer))
      throw Refusal.parameter("promotion_code_expired", param, "This promotion code cannot be used.");
    const name = found?.promotion.coupon ?? direct ?? "";
    const coupon = context.store.find("coupons", name);
    if (!coupon) throw Refusal.missingParameter("coupon", name, param);
    if (!isValid(coupon, context.timeOf(customer)))
      throw Refusal.parameter("coupon_expired", param, `This coupon has expired: ${name}`);
    return { coupon: coupon.id, promotion_code: found?.id ?? null };
  });
}

/** The promotion that a person typed; undefined if there is none to use. */
export function promotionOf(context: Context, typed: string, customer: string | null): Promotion | undefined {
  const wanted = typed.trim().toLowerCase();
  const found = context.store
    .all("promotionCodes")
    .find((each) => each.code.toLowerCase() === wanted && isUsable(context, each, customer));
  return found && { coupon: found.promotion.coupon, promotion_code: found.id };
}

function isUsable(context: Context, each: PromotionCode, customer: string | null): boolean {
  const now = context.timeOf(customer);
  const { active, expires_at: end, max_redemptions: most, times_redeemed: used } = each;
  if (!active || (end !== null && end <= now) || (most !== null && used >= most)) return false;
  if (each.customer !== null && each.customer !== customer) return false;
  return isValid(context.store.get("coupons", each.promotion.coupon), now);
}

function isValid({ redeem_by: end, max_redemptions: most, times_redeemed: used }: Coupon, now: number): boolean {
  return (end === null || end > now) && (most === null || used < most);
}

/** Counts a use of a coupon and of its code. */
export function redeem(context: Context, { coupon: id, promotion_code: codeId }: Promotion): void {
  const { store } = context;
  const { times_redeemed: used, max_redemptions: most } = store.get("coupons", id);
  store.change("coupons", id, { times_redeemed: used + 1, valid: most === null || used + 1 < most });
  if (codeId === null) return;
  const before = store.get("promotionCodes", codeId);
  const count = before.times_redeemed + 1;
  const isUp = before.max_redemptions !== null && count >= before.max_redemptions;
  const after = store.put("promotionCodes", { ...before, times_redeemed: count, active: before.active && !isUp });
  emitChange(context, "promotion_code.updated", "promotionCodes", { before, after });
}
