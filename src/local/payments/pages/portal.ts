import type { Context } from "../context";
import { keepAsDefault } from "../engine/default-card";
import { cancelNow, endLater } from "../engine/ending";
import { ask } from "../engine/paying";
import { changeSubscription, isLive } from "../engine/standing";
import { emitChange } from "../events";
import type { Answer } from "../exchange";
import { addTaxId, removeTaxId } from "../objects/tax-ids";
import { present } from "../present";
import { Refusal } from "../refusal";
import type { PortalConfiguration, PortalSession } from "../tables";
import { chosenCard } from "./card-choice";
import { isOwnForm, notice, redirect, type Visit } from "./frame";
import { portalPage } from "./portal-page";

const HOUR = 60 * 60;
const VALID = 24 * HOUR;
const MAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** The page on which a customer looks after card, details, invoices and the end of a subscription. */
export function visitPortal(visit: Visit, id: string): Answer {
  const { context, path, fields } = visit;
  const session = context.store.find("portalSessions", id);
  if (!session || session.url !== `${context.origin}${path}`) {
    return notice("This page is not there", "The address names no customer portal.", { status: 404 });
  }
  const back = session.return_url ? { href: session.return_url, label: `Back to ${context.settings.shop}` } : undefined;
  if (session.created + VALID < context.wall()) {
    return notice("This page has expired", "Open the portal again from the shop.", { link: back });
  }
  if (!fields) return portalPage(context, session, { path });
  if (!isOwnForm(visit)) {
    return notice("This form is not from this page", "Nothing was changed. Open the page again.", { status: 403 });
  }
  try {
    return context.store.attempt(() => acted(context, session, { path, fields }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return portalPage(context, session, { path, problem: error.message, fields });
  }
}

type Sent = { path: string; fields: URLSearchParams };

function acted(context: Context, session: PortalSession, { path, fields }: Sent): Answer {
  const { features } = context.store.get("portalConfigurations", String(session.configuration));
  const action = fields.get("action") ?? "";
  if (["card", "confirm", "refuse"].includes(action)) {
    allow(features.payment_method_update.enabled);
    return changeCard(context, session, { path, fields });
  }
  if (action === "details") {
    changeDetails(context, session, features, fields);
    return after(context, session, { path, said: "Your billing details are saved." });
  }
  if (action === "cancel" || action === "resume") {
    allow(features.subscription_cancel.enabled);
    end(context, session, { features, id: fields.get("subscription") ?? "", isEnd: action === "cancel" });
    const said = action === "cancel" ? "Your subscription will end." : "Your subscription goes on.";
    return after(context, session, { path, said });
  }
  return redirect(path);
}

function allow(isAllowed: boolean): void {
  if (!isAllowed) throw new Refusal(403, { message: "The shop does not offer this here." });
}

/** To the address that the shop chose for the end of a flow, or back to the page. */
function after(context: Context, session: PortalSession, { path, said }: { path: string; said: string }): Answer {
  const { redirect: target, type } = session.flow?.after_completion ?? {};
  if (type === "redirect" && target) return redirect(target.return_url);
  return portalPage(context, session, { path, said });
}

function changeCard(context: Context, session: PortalSession, { path, fields }: Sent): Answer {
  const action = fields.get("action");
  const card = chosenCard(fields);
  if (!card) throw new Refusal(400, { message: "Choose one of the cards." });
  if (action === "refuse") throw new Refusal(402, { message: "The card was not confirmed. Nothing was changed." });
  const isConfirmed = action === "confirm";
  const outcome = ask(card, isConfirmed ? "confirmed" : "on page", false);
  if (outcome.state === "refused")
    throw new Refusal(402, { message: `${outcome.decline.message} Nothing was changed.` });
  if (outcome.state === "unconfirmed") return portalPage(context, session, { path, confirms: card.number, fields });
  keepAsDefault(context, session.customer, card, isConfirmed);
  return after(context, session, { path, said: `The card ending ${card.number.slice(-4)} pays from now on.` });
}

function changeDetails(
  context: Context,
  { customer: id }: PortalSession,
  features: PortalConfiguration["features"],
  fields: URLSearchParams,
): void {
  const { store } = context;
  const { enabled, allowed_updates: allowed } = features.customer_update;
  allow(enabled);
  const may = (what: string) => allowed.includes(what);
  const get = (name: string) => (fields.get(name) ?? "").trim().slice(0, 200) || null;
  const customer = store.get("customers", id);
  const before = present(context, "customers", customer);
  const email = may("email") ? get("email") : customer.email;
  if (email !== null && !MAIL.test(email)) throw new Refusal(400, { message: "This is not an e-mail address." });
  const country = get("country")?.toUpperCase() ?? null;
  if (country !== null && !/^[A-Z]{2}$/.test(country))
    throw new Refusal(400, { message: "A country has two letters, such as DE." });
  const address = {
    line1: get("line1"),
    line2: get("line2"),
    postal_code: get("postal_code"),
    city: get("city"),
    state: get("state"),
    country,
  };
  const hasAddress = Object.values(address).some((part) => part !== null);
  const given = hasAddress ? address : null;
  const next = store.put("customers", {
    ...customer,
    email,
    name: may("name") ? get("name") : customer.name,
    address: may("address") ? given : customer.address,
  });
  emitChange(context, "customer.updated", "customers", { before, after: next });
  if (may("tax_id")) setTaxId(context, id, { type: get("tax_type") ?? "", value: get("tax_value") });
}

/** One tax id: another value takes its place. */
function setTaxId(context: Context, customer: string, { type, value }: { type: string; value: string | null }): void {
  const present = context.store.where("taxIds", (each) => each.customer === customer);
  if (present.some((each) => each.type === type && each.value === value) && present.length === 1) return;
  for (const each of present) removeTaxId(context, each.id);
  if (value !== null) addTaxId(context, customer, { type, value });
}

type End = { features: PortalConfiguration["features"]; id: string; isEnd: boolean };

function end(context: Context, { customer }: PortalSession, { features, id, isEnd }: End): void {
  const subscription = context.store.find("subscriptions", id);
  if (subscription?.customer !== customer || !isLive(subscription)) {
    throw new Refusal(404, { message: "This subscription has ended already." });
  }
  if (isEnd && features.subscription_cancel.mode === "immediately") {
    cancelNow(context, subscription);
    return;
  }
  // In the flexible mode the portal sets the time itself, not the mark for the end of the period.
  const at = isEnd ? subscription.hidden.periodEnd : null;
  changeSubscription(context, id, endLater(context, subscription, { at, withPeriod: false }));
}
