import { defineCatalog, timelineLines } from "@/lib/catalog";
import { billingEvents } from "./events";

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
    synced: { verb: "received a change of", icon: "edit" },
    drifted: { verb: "repaired a difference of", icon: "edit" },
    checkoutStarted: { verb: "went to the checkout of", icon: "edit" },
    changed: { verb: "changed plan, seats or modules of", icon: "edit" },
    cancelled: { verb: "cancelled the plan of", icon: "archive" },
    resumed: { verb: "took back the cancellation of", icon: "create" },
    portalOpened: { verb: "opened the payments page of", icon: "edit" },
    paid: { verb: "paid an invoice of", icon: "edit" },
    // A notice: nobody has changed anything.
    unpaid: null,
    detailsChanged: { verb: "changed the details on invoices of", icon: "edit" },
  }),
});
