import { html, type Markup } from "../../markup";
import { cardOf } from "../cards";
import type { Context } from "../context";
import { keepAsDefault } from "../engine/default-card";
import { moneyOf } from "../engine/lines";
import { ask, methodFor, tryToPay } from "../engine/paying";
import type { Answer } from "../exchange";
import { linesOf } from "../objects/invoice-shape";
import { cardBehind } from "../objects/payment-methods";
import type { Invoice, PaymentMethod } from "../tables";
import { cardChoice, chosenCard, confirmDialog } from "./card-choice";
import { isOwnForm, joined, notice, page, redirect, tokenField, type Visit } from "./frame";
import { invoicePdf } from "./invoice-pdf";
import { dayWords, momentWords } from "./words";

/** The page of an invoice, its PDF, and its payment. */
export function visitInvoice(visit: Visit, id: string, part: string): Answer | Promise<Answer> {
  const { context, path, fields } = visit;
  const invoice = context.store.find("invoices", id);
  const [secret, pdf] = part.split("/");
  if (!invoice || invoice.hidden.secret !== secret || invoice.status === "draft") {
    return notice("This page is not there", "The address names no invoice.", { status: 404 });
  }
  if (pdf !== undefined) return invoicePdf(context, invoice);
  if (!fields) return invoicePage(context, invoice, { path });
  if (!isOwnForm(visit)) {
    return notice("This form is not from this page", "Nothing was paid. Open the page again.", { status: 403 });
  }
  if (invoice.status !== "open") return redirect(path);
  return pay(context, invoice, { path, fields });
}

function pay(context: Context, invoice: Invoice, { path, fields }: { path: string; fields: URLSearchParams }): Answer {
  const saved = savedMethod(context, invoice);
  const isSaved = fields.get("card") === "saved" && saved !== undefined;
  const card = isSaved ? cardBehind(saved) : chosenCard(fields);
  const again = (problem: string) => invoicePage(context, invoice, { path, problem, chosen: fields.get("card") });
  if (!card) return again("Choose one of the cards.");
  const action = fields.get("action");
  if (action === "refuse") return again("The payment was not confirmed. Nothing was paid.");
  const presence = action === "confirm" ? "confirmed" : "on page";
  const outcome = ask(card, presence, isSaved && saved.hidden.confirmed);
  if (outcome.state === "refused") return again(`${outcome.decline.message} Nothing was paid. Choose another card.`);
  if (outcome.state === "unconfirmed") {
    return invoicePage(context, invoice, { path, chosen: fields.get("card"), confirms: card.number });
  }
  const method = isSaved ? saved : keepAsDefault(context, invoice.customer, card, presence === "confirmed");
  tryToPay(context, invoice.id, { method, presence });
  return redirect(path);
}

/** The card that is kept, unless it only ever declines. */
function savedMethod(context: Context, invoice: Invoice): PaymentMethod | undefined {
  const method = methodFor(context, invoice);
  return method && cardOf(method.hidden.number)?.confirms !== undefined ? method : undefined;
}

type View = { path: string; problem?: string; chosen?: string | null; confirms?: string };

function invoicePage(context: Context, invoice: Invoice, view: View): Answer {
  const { shop } = context.settings;
  const money = (minor: number) => moneyOf(minor, invoice.currency);
  const problem = view.problem === undefined ? html`` : html`<p class="error" role="alert">${view.problem}</p>`;
  const pdf = html`<a class="btn lg" href="${view.path}/pdf">Download PDF</a>`;
  const body = html`<main class="portal"><h1>Invoice ${invoice.number ?? ""}</h1><p class="muted">From ${shop} to ${invoice.customer_name ?? invoice.customer_email ?? "you"}, ${dayWords(invoice.effective_at ?? invoice.created)} <span class="badge ${String(invoice.status)}">${stateWords(invoice)}</span></p>
<section><h2>Lines</h2>${joined(invoiceLines(context, invoice))}</section>
<section><h2>${invoice.status === "open" ? "Payment" : "Document"}</h2>${problem}${invoice.status === "open" ? payForm(context, invoice, view) : html``}<div class="acts">${pdf}</div></section></main>
${view.confirms === undefined ? html`` : dialog()}`;
  return page({ title: `Invoice ${invoice.number ?? ""}`, body });

  function dialog(): Markup {
    return confirmDialog({
      shop,
      amount: money(invoice.amount_due),
      number: view.confirms ?? "",
      time: momentWords(context.timeOf(invoice.customer)),
      left: null,
      hidden: html`${tokenField(context, view.path)}<input type="hidden" name="card" value="${view.chosen ?? ""}">`,
    });
  }
}

/** The lines and sums of an invoice. */
function invoiceLines(context: Context, invoice: Invoice): Markup[] {
  const money = (minor: number) => moneyOf(minor, invoice.currency);
  const line = (label: string, amount: number, kind = "") =>
    html`<div class="line ${kind}"><span>${label}</span><span>${money(amount)}</span></div>`;
  const balance = invoice.total - invoice.amount_due;
  return [
    ...linesOf(context, invoice.id).map(({ description, amount }) => line(description ?? "", amount)),
    html`<hr class="rule">`,
    ...(invoice.total === invoice.subtotal ? [] : [line("Discount", invoice.total - invoice.subtotal)]),
    line("Total", invoice.total),
    ...(balance === 0 ? [] : [line(balance > 0 ? "From the credit" : "To the credit", -balance)]),
    line("Amount due", invoice.amount_due, "total"),
  ];
}

function payForm(context: Context, invoice: Invoice, { path, chosen }: View): Markup {
  const saved = savedMethod(context, invoice);
  const keep = saved
    ? html`<label class="card"><input type="radio" name="card" value="saved"${chosen === "saved" ? html` checked` : html``}><span class="grow"><b>The kept card</b><small>Ending ${saved.hidden.number.slice(-4)}</small></span></label>`
    : html``;
  return html`<form method="post">${tokenField(context, path)}${keep}${cardChoice(chosen ?? null, null)}<div class="bar"><button class="btn pri lg" name="action" value="pay">Pay ${moneyOf(invoice.amount_due, invoice.currency)}</button></div></form>`;
}

function stateWords({ status, amount_due: due }: Invoice): string {
  if (status === "paid") return due === 0 ? "Nothing due" : "Paid";
  return { open: "Open", void: "Void", uncollectible: "Uncollectible" }[String(status)] ?? String(status);
}
