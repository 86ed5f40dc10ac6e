import { z } from "zod";
import { subscriptionStates } from "@/lib/entitlements";
import { licenceKeys } from "@/lib/licences";
import { intervals, paidPlans, planKeys } from "@/lib/plans";
import { email, id, integer, lineUpTo, money } from "@/lib/zod";

const addOns = z.array(z.enum(licenceKeys)).max(licenceKeys.length);
const seats = integer.min(1).max(100_000);

/** The wish of somebody who buys: names and quantities, never prices. */
export const checkoutInput = z.object({
  plan: z.enum(paidPlans),
  interval: z.enum(intervals),
  seats,
  addOns: addOns.default([]),
});
export type CheckoutChoice = z.output<typeof checkoutInput>;

/** A page of Stripe where a person goes on. */
export const redirect = z.object({ url: z.string() }).meta({ id: "BillingRedirect" });

/** Parts of a change; the others stay as they are. */
export const changeInput = z.object({
  plan: z.enum(paidPlans).optional(),
  interval: z.enum(intervals).optional(),
  seats: seats.optional(),
  addOns: addOns.optional(),
});
export type Change = z.output<typeof changeInput>;
export const previewInput = changeInput.extend({
  /** End the plan with the paid period: the workspace moves to Starter then. */
  cancel: z.boolean().optional(),
});

const line = z
  .object({
    text: z.string(),
    amount: money,
    quantity: z.int().nullable(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    proration: z.boolean(),
  })
  .meta({ id: "InvoiceLine" });

/** An invoice that does not exist yet. */
const planned = z
  .object({
    at: z.iso.datetime(),
    lines: z.array(line),
    subtotal: money,
    tax: money,
    total: money,
    /** Credit of earlier changes that pays a part of it. */
    fromBalance: money,
    due: money,
  })
  .meta({ id: "PlannedInvoice" });
export type Planned = z.input<typeof planned>;

export const bought = z
  .object({
    plan: z.enum(paidPlans),
    interval: z.enum(intervals),
    seats: z.int(),
    addOns: z.array(z.enum(licenceKeys)),
  })
  .meta({ id: "BillingChoice" });
export type Bought = z.output<typeof bought>;

export const preview = z
  .object({
    /** "now": charged or credited at once; "periodEnd": nothing is charged, the plan ends with its period. */
    takesEffect: z.enum(["now", "periodEnd"]),
    from: bought,
    to: bought.nullable(),
    /** Give it to the change itself: then the amounts are the same. Valid until `validUntil`. */
    prorationDate: z.int(),
    validUntil: z.iso.datetime(),
    credit: money,
    charge: money,
    now: planned.nullable(),
    /** As it will be after the change, with the credit that the change leaves. */
    next: planned.nullable(),
    /** Credit that pays next invoices, before the change and after it. */
    creditBefore: money,
    creditAfter: money,
  })
  .meta({ id: "BillingPreview" });
export type Preview = z.input<typeof preview>;

export const applyInput = changeInput.extend({
  prorationDate: z.int().min(0).max(10_000_000_000),
  /** The amount that the preview showed, in minor units: another one is refused. */
  due: z.int(),
});

export const applied = z
  .object({
    /** "confirm": nothing has changed; the payment failed or waits for the bank at `url`. */
    outcome: z.enum(["done", "confirm", "unchanged"]),
    url: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: "BillingOutcome" });
export type Applied = z.input<typeof applied>;

export const stateOutput = z
  .object({ plan: z.enum(planKeys), state: z.enum(subscriptionStates), cancelAt: z.iso.datetime().nullable() })
  .meta({ id: "BillingState" });

export const portalInput = z.object({ flow: z.enum(["overview", "paymentMethod", "details"]) });

const card = z.object({ brand: z.string(), last4: z.string(), expires: z.string() }).meta({ id: "PaymentCard" });

export const overview = z
  .object({
    /** False: this installation has no payments service, so nothing can be bought. */
    available: z.boolean(),
    plan: z.enum(planKeys),
    label: z.string(),
    interval: z.enum(intervals).nullable(),
    state: z.enum(subscriptionStates),
    seats: z.object({ paid: z.int().nullable(), bought: z.int().nullable(), used: z.int() }),
    addOns: z.array(z.enum(licenceKeys)),
    periodStart: z.iso.datetime().nullable(),
    periodEnd: z.iso.datetime().nullable(),
    cancelAt: z.iso.datetime().nullable(),
    pastDue: z
      .object({
        since: z.iso.datetime(),
        readOnlyAt: z.iso.datetime(),
        starterAt: z.iso.datetime(),
        nextAttemptAt: z.iso.datetime().nullable(),
        attempts: z.int(),
      })
      .nullable(),
    card: card.nullable(),
    billingEmail: z.string().nullable(),
    /** When the trial of the workspace ends; null while none runs. */
    trialEndsAt: z.iso.datetime().nullable(),
    /** Null where nothing is due any more, or while the payments service does not answer. */
    next: planned.nullable(),
    /** Credit of earlier changes that pays the next invoices. */
    credit: money,
    /** A change that is made once its invoice is paid; nothing is owed for it. */
    pending: bought
      .extend({ label: z.string(), amount: money, invoiceId: id, failed: z.boolean(), expiresAt: z.iso.datetime() })
      .nullable(),
    /** Owed: without invoices of changes that are not made yet. */
    open: money,
    openInvoiceId: id.nullable(),
    paidThisYear: money,
    invoicesThisYear: z.int(),
    mayChange: z.boolean(),
    syncedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Billing" });

export const invoice = z
  .object({
    id,
    number: z.string().nullable(),
    status: z.enum(["open", "paid", "void", "uncollectible"]),
    /** The payment failed, and the workspace owes it. */
    pastDue: z.boolean(),
    /** It pays for a change that is not made yet: nothing is owed for it. */
    optional: z.boolean(),
    issuedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable(),
    paidAt: z.iso.datetime().nullable(),
    periodStart: z.iso.datetime(),
    periodEnd: z.iso.datetime(),
    lines: z.array(line),
    subtotal: money,
    tax: money,
    total: money,
    due: money,
    remaining: money,
    hasPdf: z.boolean(),
  })
  .meta({ id: "Invoice" });
export const invoices = z.array(invoice);
export const invoiceIdInput = z.object({ id });
export const pdfUrl = z.object({ url: z.string() }).meta({ id: "InvoicePdf" });

const part = lineUpTo(200).nullable();
export const address = z
  .object({ line1: part, line2: part, city: part, state: part, postalCode: part, country: part })
  .meta({ id: "BillingAddress" });

export const taxIdTypes = ["eu_vat", "us_ein", "gb_vat", "ch_vat", "au_abn", "ca_bn", "no_vat"] as const;
const taxId = z.object({ type: z.string(), value: z.string(), verified: z.string().nullable() }).meta({ id: "TaxId" });

export const details = z
  .object({
    company: z.string().nullable(),
    email: z.string().nullable(),
    address: address.nullable(),
    taxIds: z.array(taxId),
  })
  .meta({ id: "BillingDetails" });

export const detailsInput = z.object({
  company: lineUpTo(200).optional(),
  email: email.optional(),
  address: z
    .object({
      line1: lineUpTo(200),
      line2: part.optional(),
      city: part.optional(),
      state: part.optional(),
      postalCode: lineUpTo(20).nullish(),
      /** ISO 3166-1 alpha-2. */
      country: z.string().regex(/^[A-Z]{2}$/, "Use a two-letter country code such as US."),
    })
    .optional(),
  /** Null removes it. */
  taxId: z.object({ type: z.enum(taxIdTypes), value: lineUpTo(40) }).nullish(),
});
export type DetailsChange = z.output<typeof detailsInput>;
