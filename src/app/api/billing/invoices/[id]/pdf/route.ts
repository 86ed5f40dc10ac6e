import "@/registry/operations";
import { getInvoicePdf } from "@/modules/platform/commerce/billing/operations/invoices";
import { fileEndpoint } from "@/server/file-endpoint";
import { otherMethods } from "@/server/other-methods";

/** Leads to an invoice's PDF file at the payments service, whose addresses end after a while. */
export const GET = fileEndpoint<{ id: string }>(async (ctx, input) => {
  const { url } = await getInvoicePdf(ctx, input);
  return { body: null, status: 302, headers: { location: url } };
});
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
