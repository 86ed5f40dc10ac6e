import { html, type Markup } from "../../markup";
import type { Context } from "../context";
import { type Quote, quoteFor } from "../engine/checkout";
import { intervalOf, moneyOf } from "../engine/lines";
import type { Answer } from "../exchange";
import type { Customer, Session } from "../tables";
import { cardChoice, confirmDialog } from "./card-choice";
import { icon, joined, page, tokenField } from "./frame";
import { dayWords, intervalWords, momentWords, shortMoney } from "./words";

/** The fields as a person filled them in: a page that comes back keeps them. */
export type Typed = {
  email: string;
  card: string | null;
  code: string;
  name: string;
  line1: string;
  city: string;
  postal_code: string;
  country: string;
  taxType: string;
  taxValue: string;
};

type View = { path: string; typed?: Typed; problem?: string | undefined; codeProblem?: string | undefined };

const TAX_TYPES = {
  eu_vat: "EU VAT",
  gb_vat: "UK VAT",
  ch_vat: "Swiss VAT",
  us_ein: "US EIN",
  au_abn: "Australian ABN",
};

export function checkoutPage(context: Context, session: Session, given: View): Answer {
  const typed = given.typed ?? (session.hidden.confirming?.typed as Typed | undefined);
  const view = typed ? { ...given, typed } : given;
  const quote = quoteFor(context, session);
  const money = (minor: number) => moneyOf(minor, session.currency ?? "usd");
  const payer = session.customer ? context.store.get("customers", session.customer).name : null;
  const { shop } = context.settings;
  const lines = order(context, session, quote);
  const count = quote.lines.length;
  const back = session.cancel_url
    ? html`<a class="back" href="${session.cancel_url}">${icon("back")}Back to ${shop}</a>`
    : html``;
  const body = html`<main class="checkout"><aside class="summary" aria-label="Summary"><div>${back}
<p class="muted">${payer ? `${payer} pays ${shop}` : `To ${shop}`}</p><p class="amount">${money(quote.due)}</p><p class="muted small">${timeWords(context, session, quote)}</p>
<div class="order desk">${lines}</div><details class="phone"><summary><span class="grow">${count === 1 ? "1 line" : `${count} lines`}</span><span class="row">Show ${icon("down")}</span></summary><div class="order">${lines}</div></details>
</div></aside><section class="pay">${form(context, session, { view, quote })}</section></main>${step(context, session, { view, quote })}`;
  return page({ title: `Pay ${shop}`, body, leadsTo: [session.success_url, session.cancel_url] });
}

function order(context: Context, session: Session, quote: Quote): Markup {
  const money = (minor: number) => moneyOf(minor, session.currency ?? "usd");
  const lines = quote.lines.map(({ price: id, quantity, amount }) => {
    const price = context.store.get("prices", id);
    const { name, unit_label: unit } = context.store.get("products", price.product);
    const each = shortMoney(price.unit_amount_decimal ?? "0", price.currency);
    const words =
      quantity === null
        ? `${each} each, by use`
        : quantityWords({ quantity, each, unit: unit ?? null, interval: intervalWords(intervalOf(price)) });
    return html`<div class="line"><span>${name}<span class="faint small sub">${words}</span></span><span>${quantity === null ? "Later" : money(amount)}</span></div>`;
  });
  const off =
    quote.off === 0
      ? html``
      : html`<div class="line"><span>Promo${promotionWords(context, session)}</span><span>−${money(quote.off)}</span></div>`;
  return html`${joined(lines)}<hr class="rule"><div class="line"><span>Subtotal</span><span>${money(quote.subtotal)}</span></div>${off}<div class="line total"><span>Due today</span><span>${money(quote.due)}</span></div>`;
}

type Many = { quantity: number; each: string; unit: string | null; interval: string };

function quantityWords({ quantity, each, unit, interval }: Many): string {
  if (quantity === 1 && unit === null) return `1 ${interval}`;
  const units = unit === null ? "" : ` ${unit}${quantity === 1 ? "" : "s"}`;
  return `${quantity}${units} × ${each}`;
}

function promotionWords({ store }: Context, { hidden }: Session): Markup {
  const [promotion] = hidden.discounts;
  const code = store.find("promotionCodes", promotion?.promotion_code)?.code;
  const coupon = store.find("coupons", promotion?.coupon);
  const percent = coupon?.percent_off ? `${coupon.percent_off}%` : "";
  return html` <span class="faint small sub">${[code ?? coupon?.name ?? "", percent].filter(Boolean).join(", ")}</span>`;
}

function timeWords({ store }: Context, session: Session, quote: Quote): string {
  const price = store.get("prices", quote.lines[0]?.price ?? "");
  const each = `each ${intervalWords(intervalOf(price))} from ${dayWords(quote.next.at)}`;
  const later = moneyOf(quote.next.amount, session.currency ?? "usd");
  if (quote.trialEnd !== null) return `Free until ${dayWords(quote.trialEnd)}, then ${later} ${each}`;
  return quote.next.amount === quote.due ? `Today, then ${each}` : `Today, then ${later} ${each}`;
}

function form(context: Context, session: Session, { view, quote }: { view: View; quote: Quote }): Markup {
  const { typed, problem } = view;
  const customer = session.customer ? context.store.get("customers", session.customer) : null;
  const email = customer?.email ?? (typed?.email || session.customer_email || "");
  const fixed = customer?.email ? html` readonly` : html` required`;
  const needsCard = quote.due > 0 || session.payment_method_collection === "always";
  const label = quote.due > 0 ? `Pay ${moneyOf(quote.due, session.currency ?? "usd")}` : "Start";
  const price = context.store.get("prices", quote.lines[0]?.price ?? "");
  const first = quote.due > 0 ? "After paying" : "Then";
  const { shop } = context.settings;
  return html`<form method="post">${tokenField(context, view.path)}<button class="sr" name="action" value="pay" tabindex="-1" aria-hidden="true">Pay</button>
<h1>Pay with a test card</h1>${problem === undefined ? html`` : html`<p class="error" role="alert">${problem}</p>`}
<div class="field"><label for="email">E-mail for the receipt</label><input class="inp" id="email" name="email" type="email" autocomplete="email" value="${email}"${fixed}></div>
${detailFields(session, typed, customer)}${needsCard ? cardChoice(typed?.card ?? null, dayWords(quote.next.at)) : html``}
${codeField(context, session, view)}
<div class="bar"><button class="btn pri lg" name="action" value="pay">${label}</button></div><p class="small muted after">Renews each ${intervalWords(intervalOf(price))} until you cancel in ${shop}. ${first} you go back to ${shop}.</p>
<div class="own faint small desk"><span>Local test server</span><span class="mono">${session.id.slice(0, 20)}</span></div></form>`;
}

function codeField({ store }: Context, session: Session, { typed, codeProblem }: View): Markup {
  if (!session.allow_promotion_codes) return html``;
  const [promotion] = session.hidden.discounts;
  if (promotion) {
    const code = store.find("promotionCodes", promotion.promotion_code)?.code ?? promotion.coupon;
    return html`<div class="field"><span><b>Promo code</b></span><p class="row"><span class="wrap">${code} is applied.</span><button class="link" name="action" value="remove">Remove</button></p></div>`;
  }
  const hint =
    codeProblem === undefined ? html`` : html`<p class="hint" id="code-hint" role="alert">${codeProblem}</p>`;
  const bad = codeProblem === undefined ? html`` : html` aria-invalid="true" aria-describedby="code-hint"`;
  return html`<div class="field"><label for="code">Promo code <span class="muted">optional</span></label><div class="row"><input class="inp" id="code" name="code" autocomplete="off" placeholder="For example SPRING" value="${typed?.code ?? ""}"${bad}><button class="btn lg" name="action" value="apply" formnovalidate>Apply</button></div>${hint}</div>`;
}

/** The fields of the invoice that a session asks for. */
function detailFields(session: Session, typed: Typed | undefined, customer: Customer | null): Markup {
  const field = (id: keyof Typed, label: string, value: string, isNeeded: boolean) =>
    html`<div class="field"><label for="${id}">${label}${isNeeded ? html`` : html` <span class="muted">optional</span>`}</label><input class="inp" id="${id}" name="${id}" value="${value}"${isNeeded ? html` required` : html``}></div>`;
  const address = customer?.address;
  const needsAddress = session.billing_address_collection === "required";
  const takesTaxId = session.tax_id_collection?.enabled === true;
  const who =
    needsAddress || takesTaxId
      ? field("name", "Name on the invoice", typed?.name || (customer?.name ?? ""), needsAddress)
      : html``;
  const place = needsAddress
    ? html`${field("line1", "Street and number", typed?.line1 ?? address?.line1 ?? "", true)}<div class="pair">${field("postal_code", "Postal code", typed?.postal_code ?? address?.postal_code ?? "", true)}${field("city", "City", typed?.city ?? address?.city ?? "", true)}</div>${field("country", "Country, two letters", typed?.country ?? address?.country ?? "", true)}`
    : html``;
  if (!takesTaxId) return html`${who}${place}`;
  const options = Object.entries(TAX_TYPES).map(
    ([type, label]) =>
      html`<option value="${type}"${type === typed?.taxType ? html` selected` : html``}>${label}</option>`,
  );
  return html`${who}${place}<div class="pair"><div class="field"><label for="tax_type">Tax ID</label><select class="inp" id="tax_type" name="tax_type">${joined(options)}</select></div><div class="field"><label for="tax_value">Number <span class="muted">optional</span></label><input class="inp" id="tax_value" name="tax_value" value="${typed?.taxValue ?? ""}"></div></div>`;
}

function step(context: Context, session: Session, { view, quote }: { view: View; quote: Quote }): Markup {
  const { confirming } = session.hidden;
  if (!confirming) return html``;
  const now = context.timeOf(session.customer);
  return confirmDialog({
    shop: context.settings.shop,
    amount: moneyOf(quote.due, session.currency ?? "usd"),
    number: confirming.number,
    time: momentWords(now),
    left: confirming.until - now,
    hidden: tokenField(context, view.path),
  });
}
