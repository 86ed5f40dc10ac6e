import { z } from "zod";
import { givenOf } from "@/lib/fields/kinds";
import { rowReader } from "@/lib/import-rows";
import { id, knownCurrency } from "@/lib/zod";
import { accounts } from "../fields";

const addressPart = z.string().trim().max(200);

const { name, domain, website, phone, type, industry, employees } = accounts.fields;

/** What a row of a file says of an account; the amount is in minor units of its currency, the workspace's unless it says so. */
const accountImportRow = z
  .object({
    name: givenOf(name),
    domain: givenOf(domain),
    website: givenOf(website),
    phone: givenOf(phone),
    type: givenOf(type),
    industry: givenOf(industry),
    employees: givenOf(employees),
    annualRevenue: z.int(),
    revenueCurrency: knownCurrency,
    street: addressPart,
    city: addressPart,
    state: addressPart,
    postalCode: addressPart,
    country: addressPart,
    shippingStreet: addressPart,
    shippingCity: addressPart,
    shippingState: addressPart,
    shippingPostalCode: addressPart,
    shippingCountry: addressPart,
    owner: id,
    parent: id,
  })
  .partial()
  .required({ name: true });
export type AccountImportRow = z.output<typeof accountImportRow>;
export const readAccountRow = rowReader(accountImportRow);
