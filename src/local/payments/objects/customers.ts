import { z } from "zod";
import type { Context } from "../context";
import { emit, emitChange } from "../events";
import { letters, newId } from "../ids";
import { isWithin, listOf } from "../list";
import { present } from "../present";
import { Refusal } from "../refusal";
import { route } from "../route";
import { clearable, metadata, page, postal, range, text } from "../schema";
import type { Customer } from "../tables";
import { merged } from "./metadata";
import { attachCard, paymentMethodFor } from "./payment-methods";

const shared = {
  address: clearable(postal()).optional(),
  description: clearable(text()).optional(),
  email: clearable(text(512)).optional(),
  name: clearable(text(256)).optional(),
  phone: clearable(text(20)).optional(),
  metadata: metadata().optional(),
  invoice_settings: z.strictObject({ default_payment_method: clearable(text()).optional() }).optional(),
};

export const customerRoutes = [
  route("POST /v1/customers", { ...shared, payment_method: text().optional(), test_clock: text().optional() }, (call) =>
    create(call.context, call.params),
  ),
  route(
    "GET /v1/customers",
    { ...page, created: range().optional(), email: text().optional(), test_clock: text().optional() },
    ({ context, params }) => {
      const { email, created, test_clock: clock = null } = params;
      const found = context.store.where(
        "customers",
        (each) =>
          each.test_clock === clock && (email === undefined || each.email === email) && isWithin(each.created, created),
      );
      return listOf("/v1/customers", found, params, (each) => present(context, "customers", each));
    },
  ),
  route("GET /v1/customers/:id", {}, ({ context, id }) => present(context, "customers", existing(context, id))),
  route("POST /v1/customers/:id", shared, ({ context, params, id }) => update(context, existing(context, id), params)),
];

type Given = z.output<z.ZodObject<typeof shared>>;

type Creating = Given & { payment_method?: string | undefined; test_clock?: string | undefined };

function create(context: Context, params: Creating): object {
  const { store } = context;
  const { id } = newCustomer(context, params);
  if (params.payment_method !== undefined) attachCard(context, params.payment_method, id, "payment_method");
  const fallback = params.invoice_settings?.default_payment_method;
  if (fallback) setDefault(context, id, fallback, params.payment_method);
  return present(context, "customers", store.get("customers", id));
}

export function newCustomer(context: Context, params: Creating): Customer {
  const { store } = context;
  const clock = params.test_clock ?? null;
  if (clock !== null && !store.find("clocks", clock)) throw Refusal.missingParameter("test clock", clock, "test_clock");
  const id = newId("cus", 14);
  const made: Customer = {
    id,
    object: "customer",
    address: null,
    balance: 0,
    created: store.find("clocks", clock)?.frozen_time ?? context.wall(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: letters(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: merged({}, params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: clock,
  };
  const customer = store.put("customers", { ...made, address: postalOf(params.address) });
  emit(context, "customer.created", "customers", customer);
  return customer;
}

/** A token such as `pm_card_visa` names the card that was just attached by it. */
function setDefault(context: Context, customer: string, given: string, token?: string): void {
  const { store } = context;
  const attached = store.where("paymentMethods", (each) => each.customer === customer).at(-1);
  const id = given === token ? attached?.id : given;
  const method = paymentMethodFor(context, customer, id ?? given, "invoice_settings[default_payment_method]");
  const { invoice_settings: settings } = store.get("customers", customer);
  store.change("customers", customer, { invoice_settings: { ...settings, default_payment_method: method.id } });
}

function update(context: Context, customer: Customer, params: Given): object {
  const { store } = context;
  const { id } = customer;
  const before = present(context, "customers", customer);
  const { address, metadata: keys, invoice_settings: settings, ...plain } = params;
  const set = Object.fromEntries(
    (["description", "email", "name", "phone"] as const)
      .filter((key) => plain[key] !== undefined)
      .map((key) => [key, plain[key]]),
  );
  store.change("customers", id, { ...set, metadata: merged(customer.metadata, keys) });
  if (address !== undefined) store.change("customers", id, { address: postalOf(address) });
  if (settings?.default_payment_method) setDefault(context, id, settings.default_payment_method);
  if (settings?.default_payment_method === null) {
    store.change("customers", id, { invoice_settings: { ...customer.invoice_settings, default_payment_method: null } });
  }
  const after = store.get("customers", id);
  emitChange(context, "customer.updated", "customers", { before, after });
  return present(context, "customers", after);
}

/** The customer of a path. */
export function existing({ store }: Context, id: string): Customer {
  const found = store.find("customers", id);
  if (!found) throw Refusal.missing("customer", id);
  return found;
}

/** The customer of a parameter. */
export function named({ store }: Context, id: string): Customer {
  const found = store.find("customers", id);
  if (!found) throw Refusal.missingParameter("customer", id, "customer");
  return found;
}

type Postal = z.output<ReturnType<typeof postal>>;

export function postalOf(given: Postal | null | undefined): Customer["address"] {
  if (!given) return null;
  const part = (key: keyof Postal) => given[key] || null;
  return {
    city: part("city"),
    country: part("country"),
    line1: part("line1"),
    line2: part("line2"),
    postal_code: part("postal_code"),
    state: part("state"),
  };
}
