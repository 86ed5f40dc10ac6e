import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { asked, requireStripe } from "@/server/stripe";
import { billingEvents } from "../events";
import { type DetailsChange, details, detailsInput } from "../schema";
import { ensureCustomer } from "./customer";
import { billingAct, changing, customerOf, type Held, noteChange, syncLocked, withBillingLock } from "./sync";

const none: z.input<typeof details> = { company: null, email: null, address: null, taxIds: [] };

async function read(customer: string): Promise<z.input<typeof details>> {
  const found = await asked((stripe) => stripe.customers.retrieve(customer, { expand: ["tax_ids"] }));
  if (found.deleted) return none;
  const { name, email, address, tax_ids: taxIds } = found;
  return {
    company: name ?? null,
    email,
    address: !address
      ? null
      : {
          line1: address.line1,
          line2: address.line2,
          city: address.city,
          state: address.state,
          postalCode: address.postal_code,
          country: address.country,
        },
    taxIds: (taxIds?.data ?? []).map(({ type, value, verification }) => ({
      type,
      value,
      verified: verification?.status ?? null,
    })),
  };
}

export const getBillingDetails = platform.operation({
  kind: "query",
  permission: "billing:manage",
  orPermission: "workspace:manage",
  staff: "never",
  input: z.object({}),
  output: details,
  describe: "Company, address, tax number and e-mail address on invoices, as the payments service has them.",
  async run(ctx) {
    requireStripe();
    const customer = await customerOf(ctx);
    return customer === null ? none : await read(customer);
  },
});

export const updateBillingDetails = platform.operation({
  ...billingAct,
  input: detailsInput,
  output: details,
  describe:
    "Changes company, address, tax number or e-mail address on invoices; fields that are left out do not change.",
  async run(ctx, input) {
    requireStripe();
    return await withBillingLock(ctx, async (inner) => {
      const customer = await ensureCustomer(inner);
      await write(inner, customer, input);
      const fields = Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      if (fields.length > 0) await noteChange(inner, (tx) => emitFields(tx, fields));
      await syncLocked(inner);
      return await read(customer);
    });
  },
});

const emitFields = (inner: Ctx, fields: string[]) =>
  emit(inner, billingEvents.detailsChanged, { id: inner.tenant.id, data: { fields } });

async function write(inner: Held, customer: string, { company, email, address, taxId }: DetailsChange): Promise<void> {
  // The tax number first: it is the one part that may be refused.
  if (taxId !== undefined) await writeTaxId(inner, customer, taxId);
  const given: Stripe.CustomerUpdateParams = {
    ...(company === undefined ? {} : { name: company }),
    ...(email === undefined ? {} : { email }),
    ...(address === undefined ? {} : { address: addressOf(address) }),
  };
  if (Object.keys(given).length > 0) await changing(inner, (stripe) => stripe.customers.update(customer, given));
}

function addressOf({ line1, line2, city, state, postalCode, country }: NonNullable<DetailsChange["address"]>) {
  return {
    line1,
    line2: line2 ?? "",
    city: city ?? "",
    state: state ?? "",
    postal_code: postalCode ?? "",
    country,
  };
}

async function writeTaxId(
  inner: Held,
  customer: string,
  wanted: NonNullable<DetailsChange["taxId"]> | null,
): Promise<void> {
  const { data } = await asked((stripe) => stripe.customers.listTaxIds(customer, { limit: 100 }));
  const same = wanted && data.find(({ type, value }) => type === wanted.type && value === wanted.value);
  if (wanted && !same) {
    try {
      await changing(inner, (stripe) => stripe.customers.createTaxId(customer, wanted));
    } catch (error) {
      if ((error as { code?: string }).code !== "tax_id_invalid") throw error;
      throw invalid("taxId", "This is not a valid tax number of this kind. Check it for mistakes.");
    }
  }
  for (const old of data)
    if (old !== same) await changing(inner, (stripe) => stripe.customers.deleteTaxId(customer, old.id));
}
