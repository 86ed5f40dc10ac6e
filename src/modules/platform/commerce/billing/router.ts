import "server-only";
import { mutation, query, router } from "@/server/trpc";
import { applyChange, previewChange } from "./operations/change";
import { startCheckout } from "./operations/checkout";
import { getBillingDetails, updateBillingDetails } from "./operations/details";
import { cancelPlan, refreshBilling, resumePlan } from "./operations/ending";
import { dropPendingChange, getInvoicePdf, listInvoices, payInvoice } from "./operations/invoices";
import { getBilling } from "./operations/overview";
import { openPortal } from "./operations/portal";

export const billingRouter = router({
  overview: query(getBilling),
  invoices: query(listInvoices),
  invoicePdf: query(getInvoicePdf),
  details: query(getBillingDetails),
  preview: query(previewChange),
  checkout: mutation(startCheckout),
  change: mutation(applyChange),
  cancel: mutation(cancelPlan),
  resume: mutation(resumePlan),
  refresh: mutation(refreshBilling),
  portal: mutation(openPortal),
  payInvoice: mutation(payInvoice),
  dropChange: mutation(dropPendingChange),
  updateDetails: mutation(updateBillingDetails),
});
