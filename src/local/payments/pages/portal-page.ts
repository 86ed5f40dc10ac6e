import { html, type Markup } from "../../markup";
import type { Context } from "../context";
import { costOf, flatItems, intervalOf, moneyOf } from "../engine/lines";
import { draftRenewal } from "../engine/renewing";
import { isLive } from "../engine/standing";
import { rounded } from "../exact";
import type { Answer } from "../exchange";
import type { Customer, Invoice, PortalConfiguration, PortalSession, Subscription } from "../tables";
import { cardChoice, confirmDialog } from "./card-choice";
import { icon, joined, page, tokenField } from "./frame";
import { dayWords, intervalWords, momentWords } from "./words";

type View = {
  path: string;
  said?: string;
  problem?: string;
  /** The card that waits for the 3-D Secure step. */
  confirms?: string;
  fields?: URLSearchParams;
};

const TAX_TYPES = {
  eu_vat: "EU VAT",
  gb_vat: "UK VAT",
  ch_vat: "Swiss VAT",
  us_ein: "US EIN",
  au_abn: "Australian ABN",
};

export function portalPage(context: Context, session: PortalSession, view: View): Answer {
  const { store, settings } = context;
  const { features, business_profile: profile } = store.get("portalConfigurations", String(session.configuration));
  const customer = store.get("customers", session.customer);
  const flow = session.flow?.type;
  const shows = (type: string, isOn: boolean) => isOn && (flow === undefined || flow === type);
  const back = session.return_url
    ? html`<a class="back" href="${session.return_url}">${icon("back")}Back to ${settings.shop}</a>`
    : html``;
  const said =
    view.said === undefined ? html`` : html`<div class="said"><p class="good" role="status">${view.said}</p></div>`;
  const problem =
    view.problem === undefined
      ? html``
      : html`<div class="said"><p class="error" role="alert">${view.problem}</p></div>`;
  const body = html`<main class="portal">${back}<h1>${profile.headline ?? `Billing of ${customer.name ?? customer.email ?? "your firm"}`}</h1>${said}${problem}
${shows("subscription_cancel", true) ? subscriptions(context, customer, { view, cancel: features.subscription_cancel }) : html``}
${shows("payment_method_update", features.payment_method_update.enabled) ? card(context, customer, view) : html``}
${shows("customer_update", features.customer_update.enabled) ? details(context, customer, { view, allowed: features.customer_update.allowed_updates }) : html``}
${shows("", features.invoice_history.enabled) ? invoices(context, customer) : html``}</main>${dialog(context, customer, view)}`;
  const leadsTo = [session.return_url, session.flow?.after_completion.redirect?.return_url ?? null];
  return page({ title: `Billing, ${settings.shop}`, body, leadsTo });
}

type Ending = { view: View; cancel: PortalConfiguration["features"]["subscription_cancel"] };

function subscriptions(context: Context, { id }: Customer, { view, cancel }: Ending): Markup {
  const live = context.store.where("subscriptions", (each) => each.customer === id && isLive(each));
  const rows = live.map((each) => subscriptionRow(context, each, { view, cancel }));
  return html`<section><h2>Subscription</h2>${rows.length === 0 ? html`<p class="muted">There is none.</p>` : joined(rows)}</section>`;
}

function subscriptionRow(context: Context, subscription: Subscription, { view, cancel }: Ending): Markup {
  const { store } = context;
  const { id, status, hidden, cancel_at: endsAt, currency } = subscription;
  const lines = flatItems(context, id).map(({ price, quantity }) => {
    const amount = moneyOf(price.unit_amount_decimal ?? "0", price.currency);
    const name = store.get("products", price.product).name;
    return html`<div class="line"><span>${name}<span class="faint small sub">${quantity} × ${amount} each ${intervalWords(intervalOf(price))}</span></span><span>${moneyOf(rounded(costOf({ price, quantity })), price.currency)}</span></div>`;
  });
  const next = store.pretend(() => draftRenewal(context, subscription).total);
  const time = dayWords(endsAt ?? hidden.periodEnd);
  const words =
    endsAt === null
      ? `Next payment of ${moneyOf(next, currency)} on ${time}.`
      : `Ends on ${time}. Nothing is paid after that.`;
  const action =
    endsAt === null ? ["cancel", "Cancel at the end of the period", "danger"] : ["resume", "Keep the subscription", ""];
  const button = cancel.enabled
    ? html`<form method="post" class="acts">${tokenField(context, view.path)}<input type="hidden" name="subscription" value="${id}"><button class="btn lg ${action[2] ?? ""}" name="action" value="${action[0] ?? ""}">${action[1] ?? ""}</button></form>`
    : html``;
  return html`${joined(lines)}<p class="muted terms">${words} <span class="badge ${status}">${stateWords(status)}</span></p>${button}`;
}

function stateWords(status: string): string {
  return { active: "Active", trialing: "Trial", past_due: "Past due", unpaid: "Unpaid" }[status] ?? status;
}

function card(context: Context, { id, invoice_settings: settings }: Customer, view: View): Markup {
  const { store } = context;
  const [subscription] = store.where("subscriptions", (each) => each.customer === id && isLive(each));
  const method = store.find("paymentMethods", subscription?.default_payment_method ?? settings.default_payment_method);
  const now = method?.card
    ? html`<p>${method.card.brand === "visa" ? "Visa" : "Mastercard"} ending ${method.card.last4}, valid until ${method.card.exp_month}/${method.card.exp_year}</p>`
    : html`<p class="muted">There is no card yet.</p>`;
  const renewal = subscription ? dayWords(subscription.hidden.periodEnd) : null;
  return html`<section><h2>Card</h2>${now}<form method="post">${tokenField(context, view.path)}${cardChoice(view.fields?.get("card") ?? null, renewal)}<div class="bar"><button class="btn lg" name="action" value="card">Use this card</button></div></form></section>`;
}

function details(context: Context, customer: Customer, { view, allowed }: { view: View; allowed: string[] }): Markup {
  const [tax] = context.store.where("taxIds", (each) => each.customer === customer.id);
  const typed = view.problem === undefined || view.fields?.get("action") !== "details" ? undefined : view.fields;
  const field = (name: string, label: string, value: string | null | undefined, type = "text") =>
    html`<div class="field"><label for="${name}">${label}</label><input class="inp" id="${name}" name="${name}" type="${type}" value="${typed?.get(name) ?? value ?? ""}"></div>`;
  const { address } = customer;
  const options = Object.entries(TAX_TYPES).map(
    ([type, label]) =>
      html`<option value="${type}"${type === (typed?.get("tax_type") ?? tax?.type) ? html` selected` : html``}>${label}</option>`,
  );
  const part = (what: string, markup: Markup) => (allowed.includes(what) ? markup : html``);
  return html`<section><h2>Billing details</h2><form method="post">${tokenField(context, view.path)}
${part("name", field("name", "Name on the invoice", customer.name))}${part("email", field("email", "E-mail for invoices", customer.email, "email"))}
${part(
  "address",
  html`<div class="pair">${field("line1", "Street and number", address?.line1)}${field("line2", "Second line", address?.line2)}</div><div class="pair">${field("postal_code", "Postal code", address?.postal_code)}${field("city", "City", address?.city)}</div><div class="pair">${field("state", "State or region", address?.state)}${field("country", "Country, two letters", address?.country)}</div>`,
)}${part(
  "tax_id",
  html`<div class="pair"><div class="field"><label for="tax_type">Tax ID</label><select class="inp" id="tax_type" name="tax_type">${joined(options)}</select></div>${field("tax_value", "Number", tax?.value)}</div>`,
)}<div class="bar"><button class="btn lg" name="action" value="details">Save details</button></div></form></section>`;
}

function invoices(context: Context, { id }: Customer): Markup {
  const all = context.store.where("invoices", (each) => each.customer === id && each.status !== "draft").toReversed();
  if (all.length === 0) return html`<section><h2>Invoices</h2><p class="muted">There is none yet.</p></section>`;
  return html`<section><h2>Invoices</h2><table><thead><tr><th>Number</th><th>Date</th><th class="num">Amount</th><th>State</th><th><span class="sr">Documents</span></th></tr></thead><tbody>${joined(all.map(invoiceRow))}</tbody></table></section>`;
}

function invoiceRow(invoice: Invoice): Markup {
  const { number, created, total, currency, status, hosted_invoice_url: url, invoice_pdf: pdf } = invoice;
  const label = status === "open" ? "Pay" : "View";
  const words = { open: "Open", paid: "Paid", void: "Void" }[String(status)] ?? String(status);
  return html`<tr><td class="wrap">${number ?? ""}</td><td>${dayWords(created)}</td><td class="num">${moneyOf(total, currency)}</td><td><span class="badge ${String(status)}">${words}</span></td><td class="num"><a href="${url ?? ""}">${label}</a> <a href="${pdf ?? ""}">PDF</a></td></tr>`;
}

function dialog(context: Context, { id }: Customer, { path, confirms }: View): Markup {
  if (confirms === undefined) return html``;
  return confirmDialog({
    shop: context.settings.shop,
    amount: null,
    number: confirms,
    time: momentWords(context.timeOf(id)),
    left: null,
    hidden: html`${tokenField(context, path)}<input type="hidden" name="card" value="${confirms}">`,
  });
}
