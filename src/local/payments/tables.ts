import type Stripe from "stripe";

/** A value whose references are ids, never the objects themselves. */
type Bare<Value> = string extends Value ? Plain<Value> : Value extends (infer Element)[] ? Bare<Element>[] : Value;
type Plain<Value> = Value extends { object: string } ? never : Value;

/** An object of Stripe as it is kept: references are ids, lists of its parts are kept apart. */
type Flat<Type, Without extends keyof Type | "deleted" = "deleted"> = {
  [Key in keyof Type as Key extends Without | "deleted" ? never : Key]: Bare<Type[Key]>;
};

export type Metadata = Record<string, string>;

export type Customer = Flat<Stripe.Customer, "subscriptions" | "tax_ids" | "sources"> & {
  name: string | null;
  address: Stripe.Address | null;
  currency: string | null;
  test_clock: string | null;
  invoice_settings: Flat<Stripe.Customer.InvoiceSettings>;
  invoice_prefix: string;
  next_invoice_sequence: number;
};
export type Product = Flat<Stripe.Product>;
export type Price = Flat<Stripe.Price, "unit_amount_decimal" | "tiers" | "currency_options"> & {
  unit_amount_decimal: string | null;
};
export type Coupon = Flat<Stripe.Coupon>;
export type PromotionCode = Flat<Stripe.PromotionCode, "promotion"> & {
  promotion: { type: "coupon"; coupon: string };
};
export type Discount = Flat<Stripe.Discount, "source"> & { source: { type: "coupon"; coupon: string } };
export type TaxId = Flat<Stripe.TaxId, "owner"> & {
  owner: { type: "customer"; customer: string; customer_account: null };
};
export type PaymentMethod = Flat<Stripe.PaymentMethod> & { hidden: { number: string; confirmed: boolean } };

export type Subscription = Flat<Stripe.Subscription, "items"> & {
  customer: string;
  default_payment_method: string | null;
  discounts: string[];
  latest_invoice: string | null;
  hidden: {
    periodStart: number;
    periodEnd: number;
    /** The end of the trial that was announced. */
    announcedTrial: number | null;
    /** The end of the period whose next invoice was announced. */
    announcedPeriod: number | null;
    /** Periods up to here are on an invoice. */
    billedUntil: number;
    /** A change that waits for the payment of its invoice. */
    pending?: {
      invoice: string;
      items: Item[];
      segments: Segment[];
      anchor: number;
      periodStart: number;
      periodEnd: number;
      billedUntil: number;
    } | null;
  };
};
export type Item = {
  id: string;
  subscription: string;
  price: string;
  quantity: number | null;
  created: number;
  metadata: Metadata;
  /** Usage before is billed already. */
  usageFrom: number;
};

/** An amount that was billed for a time: the flexible mode credits what is left of it. */
export type Segment = {
  id: string;
  subscription: string;
  item: string;
  invoice: string | null;
  source: string;
  start: number;
  end: number;
  net: number;
};

export type Invoice = Flat<Stripe.Invoice, "lines" | "payments"> & {
  customer: string;
  test_clock: string | null;
  hidden: { secret: string; subscription: string | null; intent: string | null };
};
export type Line = Flat<Stripe.InvoiceLineItem, "quantity_decimal" | "pricing"> & {
  invoice: string;
  quantity_decimal: string | null;
  pricing: Pricing | null;
  hidden: { item: string | null; meter: { id: string; from: number; to: number } | null };
};
export type Pricing = {
  type: "price_details";
  unit_amount_decimal: string | null;
  price_details: { price: string; product: string };
};
export type InvoiceItem = Flat<Stripe.InvoiceItem, "quantity_decimal" | "pricing"> & {
  customer: string;
  quantity_decimal: string;
  pricing: Pricing | null;
  hidden: { subscription: string | null; item: string | null };
};
export type InvoicePayment = Flat<Stripe.InvoicePayment>;
export type Intent = {
  id: string;
  amount: number;
  created: number;
  currency: string;
  customer: string;
  invoice: string;
  payment_method: string | null;
  status: "requires_payment_method" | "requires_action" | "succeeded";
  charge: string | null;
  secret: string;
  error: { code: string; decline_code: string | null; message: string } | null;
};

export type Session = Flat<Stripe.Checkout.Session, "line_items"> & {
  metadata: Metadata;
  hidden: {
    customer: string | null;
    lines: { id: string; price: string; quantity: number | null }[];
    discounts: { coupon: string; promotion_code: string | null }[];
    trialEnd: number | null;
    trialDays: number | null;
    trialSettings: Subscription["trial_settings"];
    subscriptionMetadata: Metadata;
    description: string | null;
    nameUpdate: boolean;
    addressUpdate: boolean;
    /** A card that waits for the 3-D Secure step, with the time at which it is refused. */
    confirming: { number: string; until: number; typed: Record<string, string | null> } | null;
  };
};
export type PortalConfiguration = Flat<Stripe.BillingPortal.Configuration>;
export type PortalSession = Flat<Stripe.BillingPortal.Session>;

export type Meter = Flat<Stripe.Billing.Meter>;
export type MeterEvent = {
  id: string;
  customer: string | null;
  value: string;
  created: number;
  event_name: string;
  identifier: string;
  payload: Record<string, string>;
  timestamp: number;
};

export type Event = {
  id: string;
  type: string;
  created: number;
  object: unknown;
  previous: Record<string, unknown> | null;
  request: { id: string | null; idempotency_key: string | null };
  clock: string | null;
};
export type Endpoint = Flat<Stripe.WebhookEndpoint> & { hidden: { secrets: string[] } };
/** An event on its way to an endpoint. */
export type Delivery = { id: string; event: string; endpoint: string; tries: number };
export type Clock = Flat<Stripe.TestHelpers.TestClock>;

/** The answer to a request with this idempotency key. */
export type Answered = { id: string; at: number; request: string; status: number; body: string };

/** All kinds of records. */
export type Tables = {
  customers: Customer;
  products: Product;
  prices: Price;
  coupons: Coupon;
  promotionCodes: PromotionCode;
  discounts: Discount;
  taxIds: TaxId;
  paymentMethods: PaymentMethod;
  subscriptions: Subscription;
  items: Item;
  segments: Segment;
  invoices: Invoice;
  lines: Line;
  invoiceItems: InvoiceItem;
  invoicePayments: InvoicePayment;
  intents: Intent;
  sessions: Session;
  portalConfigurations: PortalConfiguration;
  portalSessions: PortalSession;
  meters: Meter;
  meterEvents: MeterEvent;
  events: Event;
  endpoints: Endpoint;
  deliveries: Delivery;
  clocks: Clock;
  answered: Answered;
};
export type Kind = keyof Tables;
