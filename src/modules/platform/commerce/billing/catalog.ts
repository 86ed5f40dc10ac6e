import { defineCatalog, timelineLines } from "@/lib/catalog";
import { counted, plainLocale } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import { limits, planKeys, versionOf } from "@/lib/plans";
import { billingEvents } from "./events";

type Data = Readonly<Record<string, unknown>>;

/** "Professional, 18 seats, paid yearly". */
function choiceText({ plan, interval, seats }: Data): string {
  const known = planKeys.find((key) => key === plan);
  return [
    ...(known ? [versionOf(null).plans[known].label] : []),
    ...(typeof seats === "number" ? [counted(seats, limits.seats, plainLocale)] : []),
    ...(interval === "month" || interval === "year" ? [`paid ${interval}ly`] : []),
  ].join(", ");
}

/** "Invoice QF-0007, $1,160". */
function paidText({ number, amount, currency }: Data): string {
  if (typeof amount !== "number" || typeof currency !== "string") return "";
  const paid = formatMoney(amount, currency, { locale: plainLocale, currency, cents: true });
  return typeof number === "string" ? `Invoice ${number}, ${paid}` : paid;
}

export const billingCatalog = defineCatalog({
  entity: "billing",
  path: "billing",
  label: { one: "billing", many: "billing" },
  columns: {
    plan: { label: "Plan", kind: "text", importable: false },
    interval: { label: "Paid by", kind: "text", importable: false },
    state: { label: "Payment", kind: "text", importable: false },
    seats: { label: "Seats", kind: "integer", importable: false },
    cancelAt: { label: "Ends", kind: "instant", importable: false },
    pastDueSince: { label: "Unpaid since", kind: "instant", importable: false },
    cardBrand: { label: "Card", kind: "text", importable: false },
    cardLast4: { label: "Card ending", kind: "text", importable: false },
    cardExpires: { label: "Card expires", kind: "text", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(billingEvents, {
    notified: null,
    synced: { verb: "updated the plan and invoices of", icon: "edit" },
    drifted: { verb: "corrected the plan and invoices of", icon: "edit" },
    checkoutStarted: { verb: "opened the checkout for", icon: "edit", detail: choiceText },
    changed: { verb: "changed the paid plan of", icon: "edit", detail: choiceText },
    cancelled: { verb: "cancelled the paid plan of", icon: "archive" },
    resumed: { verb: "resumed the paid plan of", icon: "create" },
    changeDropped: { verb: "dropped an unpaid change to the plan of", icon: "archive" },
    portalOpened: { verb: "opened the payments page of", icon: "edit" },
    paid: { verb: "paid an invoice of", icon: "edit", detail: paidText },
    // A notice: nobody has changed anything.
    unpaid: null,
    detailsChanged: { verb: "changed the invoice details of", icon: "edit" },
  }),
});
