import type { Context } from "../context";
import { emit } from "../events";
import { newId } from "../ids";
import { listOf } from "../list";
import { Refusal } from "../refusal";
import { route } from "../route";
import { page, text } from "../schema";
import type { TaxId } from "../tables";

/** The kinds that are checked, with how their values look. Others of Stripe's are taken as they are. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  eu_vat: /^(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[A-Z0-9]{8,12}$/,
  gb_vat: /^GB\d{9}(\d{3})?$/,
  ch_vat: /^CHE[\d.-]{9,13}(MWST|TVA|IVA)?$/,
  us_ein: /^\d{2}-?\d{7}$/,
  au_abn: /^\d{11}$/,
};

/** Values that Stripe's test mode answers in a certain way. */
const ANSWERS: Readonly<Record<string, "verified" | "unverified" | "pending">> = {
  "000000000": "verified",
  "111111111": "unverified",
  "222222222": "pending",
};

export const taxIdRoutes = [
  route("POST /v1/customers/:id/tax_ids", { type: text(20), value: text(40) }, ({ context, params, id }) => {
    if (!context.store.find("customers", id)) throw Refusal.missing("customer", id);
    return addTaxId(context, id, params);
  }),
  route("GET /v1/customers/:id/tax_ids", page, ({ context, params, id }) => {
    if (!context.store.find("customers", id)) throw Refusal.missing("customer", id);
    const found = context.store.where("taxIds", ({ customer }) => customer === id);
    return listOf(`/v1/customers/${id}/tax_ids`, found, params, (each) => each);
  }),
  route("DELETE /v1/customers/:id/tax_ids/:taxId", {}, ({ context, id, partId }) => {
    if (context.store.find("taxIds", partId)?.customer !== id) throw Refusal.missing("tax id", partId);
    removeTaxId(context, partId);
    return { id: partId, object: "tax_id", deleted: true };
  }),
];

/** Adds a customer's tax id. Throws a Refusal where the value cannot be one. */
export function addTaxId(context: Context, customer: string, { type, value }: { type: string; value: string }): TaxId {
  if (!/^[a-z]{2,3}(_[a-z]+){1,2}$/.test(type)) throw Refusal.parameter(undefined, "type", `Invalid type: ${type}`);
  const clean = value.replaceAll(/[\s]/g, "").toUpperCase();
  const answer = ANSWERS[clean.slice(-9)];
  if (answer === undefined && PATTERNS[type]?.test(clean) === false)
    throw Refusal.parameter("tax_id_invalid", "value", `Invalid value for ${type}.`);
  const made = context.store.put("taxIds", {
    id: newId("txi"),
    object: "tax_id",
    country: /^(eu|un)_/.test(type) ? clean.slice(0, 2) : type.slice(0, 2).toUpperCase(),
    created: context.timeOf(customer),
    customer,
    customer_account: null,
    livemode: false,
    owner: { type: "customer", customer, customer_account: null },
    type,
    value: clean,
    verification: { status: answer ?? "unavailable", verified_address: null, verified_name: null },
  });
  emit(context, "customer.tax_id.created", "taxIds", made);
  return made;
}

export function removeTaxId(context: Context, id: string): void {
  const gone = context.store.get("taxIds", id);
  context.store.remove("taxIds", id);
  emit(context, "customer.tax_id.deleted", "taxIds", gone);
}
