import type { Context } from "./context";
import { wholeList } from "./list";
import { sessionLines } from "./objects/session-lines";
import { present } from "./present";
import { Refusal } from "./refusal";
import type { Kind, Tables } from "./tables";

const DEPTH = 4;

/** The kind of the object that a field names. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  customer: "customers",
  product: "products",
  price: "prices",
  coupon: "coupons",
  promotion_code: "promotionCodes",
  discounts: "discounts",
  subscription: "subscriptions",
  latest_invoice: "invoices",
  invoice: "invoices",
  default_payment_method: "paymentMethods",
  payment_method: "paymentMethods",
  payment_intent: "intents",
  configuration: "portalConfigurations",
  test_clock: "clocks",
};

/** Fields that are there only when they are asked for. */
const LISTS: Readonly<Record<string, (context: Context, id: string) => object>> = {
  "customer.subscriptions": (context, id) =>
    parts(
      context,
      "subscriptions",
      `/v1/subscriptions?customer=${id}`,
      (each) => each.customer === id && !each.ended_at,
    ),
  "customer.tax_ids": (context, id) =>
    parts(context, "taxIds", `/v1/customers/${id}/tax_ids`, (each) => each.customer === id),
  "invoice.payments": (context, id) =>
    parts(context, "invoicePayments", `/v1/invoice_payments?invoice=${id}`, (each) => each.invoice === id),
  "checkout.session.line_items": (context, id) => sessionLines(context, id),
};

type Shown = Record<string, unknown>;

/** Replaces ids by the objects that they name, as `expand` asks. */
export function expanded(context: Context, answer: object, paths: readonly string[] = []): object {
  return paths.reduce((shown, path) => {
    const fields = path.split(".");
    const isList = fields[0] === "data";
    if (fields.length - (isList ? 1 : 0) > DEPTH) {
      throw Refusal.parameter(
        undefined,
        "expand",
        `You cannot expand more than ${DEPTH} levels of a property: ${path}`,
      );
    }
    return step(context, shown as Shown, fields, path);
  }, answer);
}

function step(context: Context, shown: Shown, [field = "", ...rest]: string[], path: string): Shown {
  const only = LISTS[`${String(shown.object)}.${field}`];
  if (!(field in shown) && !only) throw cannot(path);
  const value = shown[field] ?? only?.(context, String(shown.id));
  return { ...shown, [field]: opened(context, value, { field, rest, path }) };
}

function opened(
  context: Context,
  value: unknown,
  { field, rest, path }: { field: string; rest: string[]; path: string },
): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => opened(context, each, { field, rest, path }));
  if (typeof value === "string") return opened(context, named(context, field, value, path), { field, rest, path });
  if (typeof value !== "object") throw cannot(path);
  return rest.length === 0 ? value : step(context, value as Shown, rest, path);
}

function named(context: Context, field: string, id: string, path: string): object {
  const kind = KIND_OF[field];
  if (!kind) throw cannot(path);
  const record = context.store.find(kind, id);
  return record ? present(context, kind, record as never) : { id, deleted: true };
}

function parts<K extends Kind>(context: Context, kind: K, url: string, belongs: (record: Tables[K]) => boolean) {
  const records = context.store.where(kind, belongs).toReversed();
  return wholeList(
    url,
    records.map((record) => present(context, kind, record)),
  );
}

const cannot = (path: string) => Refusal.parameter(undefined, "expand", `This property cannot be expanded (${path}).`);
