import { type Card, cardOf } from "../cards";
import type { Context } from "../context";
import { completeSession, type Details, quoteFor } from "../engine/checkout";
import { ask } from "../engine/paying";
import type { Answer } from "../exchange";
import { promotionOf } from "../objects/promotions";
import { Refusal } from "../refusal";
import type { Session } from "../tables";
import { chosenCard } from "./card-choice";
import { checkoutPage, type Typed } from "./checkout-page";
import { isOwnForm, notice, redirect, type Visit } from "./frame";

const STEP_SECONDS = 300;
const MAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** The page on which a session is paid. */
export function visitCheckout(visit: Visit, id: string): Answer {
  const { context, path, fields } = visit;
  const found = context.store.find("sessions", id);
  if (!found) return notice("This page is not there", "The address names no payment.", { status: 404 });
  if (found.status === "complete") {
    const link = { href: successUrl(found), label: `Back to ${context.settings.shop}` };
    return notice("This is already paid", "The payment went through. Nothing is paid twice.", { link });
  }
  if (found.status === "expired") {
    const link = found.cancel_url ? { href: found.cancel_url, label: `Back to ${context.settings.shop}` } : undefined;
    return notice("This page has expired", "Nothing was paid. Begin again from the shop.", { link });
  }
  const session = withoutOldStep(context, found);
  if (!fields) return checkoutPage(context, session, { path });
  if (!isOwnForm(visit)) {
    return notice("This form is not from this page", "Nothing was paid. Open the page again.", { status: 403 });
  }
  return acted(context, session, { path, fields });
}

type Sent = { path: string; fields: URLSearchParams };

function acted(context: Context, session: Session, { path, fields }: Sent): Answer {
  const typed = typedIn(fields);
  const action = fields.get("action");
  if (action === "confirm" || action === "refuse")
    return answerStep(context, session, { path, yes: action === "confirm" });
  if (action === "remove") {
    const without = keepDiscounts(context, session, []);
    return checkoutPage(context, without, { path, typed });
  }
  const code = (fields.get("code") ?? "").trim();
  if (action === "apply" || code !== "") {
    const { session: after, problem } = applyCode(context, session, code);
    return checkoutPage(context, after, {
      path,
      typed: problem === undefined ? typed : { ...typed, code },
      codeProblem: problem,
    });
  }
  return pay(context, session, { path, typed, fields });
}

function typedIn(fields: URLSearchParams): Typed {
  const get = (name: string) => (fields.get(name) ?? "").trim().slice(0, 200);
  return {
    email: get("email"),
    card: fields.get("card"),
    code: "",
    name: get("name"),
    line1: get("line1"),
    city: get("city"),
    postal_code: get("postal_code"),
    country: get("country").toUpperCase().slice(0, 2),
    taxType: get("tax_type"),
    taxValue: get("tax_value"),
  };
}

function applyCode(context: Context, session: Session, code: string): { session: Session; problem?: string } {
  if (!session.allow_promotion_codes) return { session, problem: "This payment takes no promo code." };
  const promotion = promotionOf(context, code, session.customer);
  if (!promotion) return { session, problem: code === "" ? "Type a code first." : `The code ${code} is not valid.` };
  return { session: keepDiscounts(context, session, [promotion]) };
}

function keepDiscounts({ store }: Context, session: Session, discounts: Session["hidden"]["discounts"]): Session {
  return store.put("sessions", { ...session, hidden: { ...session.hidden, discounts } });
}

function pay(context: Context, session: Session, { path, typed, fields }: Sent & { typed: Typed }): Answer {
  const again = (problem: string) => checkoutPage(context, session, { path, typed, problem });
  const email = session.customer ? context.store.get("customers", session.customer).email : null;
  if (!MAIL.test(email ?? typed.email)) return again("Type an e-mail address for the receipt.");
  if (session.billing_address_collection === "required" && !(typed.name && typed.line1 && typed.city && typed.country))
    return again("Type the name and the address for the invoice.");
  const { due } = quoteFor(context, session);
  const needsCard = due > 0 || session.payment_method_collection === "always";
  const card = needsCard ? chosenCard(fields) : null;
  if (card === undefined) return again("Choose one of the cards.");
  if (card === null) return completed(context, session, { path, typed, card, confirmed: false });
  const outcome = ask(card, "on page", false);
  if (outcome.state === "refused") return again(`${outcome.decline.message} Nothing was bought. Choose another card.`);
  if (outcome.state === "unconfirmed") {
    const until = context.timeOf(session.customer) + STEP_SECONDS;
    const confirming = { number: card.number, until, typed: { ...typed } };
    context.store.put("sessions", { ...session, hidden: { ...session.hidden, confirming } });
    return redirect(path);
  }
  return completed(context, session, { path, typed, card, confirmed: false });
}

/** The answer of the 3-D Secure step. */
function answerStep(context: Context, session: Session, { path, yes }: { path: string; yes: boolean }): Answer {
  const step = session.hidden.confirming;
  if (!step) return redirect(path);
  const typed = step.typed as Typed;
  const open = context.store.put("sessions", { ...session, hidden: { ...session.hidden, confirming: null } });
  const again = (problem: string) => checkoutPage(context, open, { path, typed, problem });
  if (!yes) return again("The payment was not confirmed. Nothing was bought.");
  const card = cardOf(step.number);
  if (!card) return again("Choose one of the cards.");
  const outcome = ask(card, "confirmed", false);
  if (outcome.state !== "paid") return again(`${outcome.decline.message} Nothing was bought. Choose another card.`);
  return completed(context, open, { path, typed, card, confirmed: true });
}

type Buying = { path: string; typed: Typed; card: Card | null; confirmed: boolean };

function completed(context: Context, session: Session, { path, typed, card, confirmed }: Buying): Answer {
  const details: Details = {
    email: typed.email,
    name: typed.name || null,
    address: addressIn(typed),
    taxId: typed.taxValue === "" ? null : { type: typed.taxType, value: typed.taxValue },
  };
  try {
    const presence = confirmed ? "confirmed" : "on page";
    const done = context.store.attempt(() => completeSession(context, session, { card, presence, details }));
    return redirect(successUrl(done));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return checkoutPage(context, session, { path, typed, problem: `${error.message} Nothing was bought.` });
  }
}

function addressIn({ line1, city, postal_code, country }: Typed): Details["address"] {
  if (line1 === "") return null;
  return {
    line1,
    line2: null,
    city: city || null,
    postal_code: postal_code || null,
    country: country || null,
    state: null,
  };
}

/** A 3-D Secure step without an answer counts as refused after its time. */
function withoutOldStep(context: Context, session: Session): Session {
  const { confirming } = session.hidden;
  if (!confirming || confirming.until > context.timeOf(session.customer)) return session;
  return context.store.put("sessions", { ...session, hidden: { ...session.hidden, confirming: null } });
}

function successUrl({ id, success_url: url }: Session): string {
  return String(url).replaceAll("{CHECKOUT_SESSION_ID}", id);
}
