import "@/registry/operations";
import { getInvoicePdf } from "@/modules/platform/commerce/billing/operations/invoices";
import { tenantCtx } from "@/server/access";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";

/** Leads to an invoice's PDF file at the payments service, whose addresses end after a while. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const workspace = new URL(request.url).searchParams.get("workspace") ?? undefined;
  const caller = await readCaller(request.headers, workspace);
  try {
    const input = await params;
    const ask = async () => await getInvoicePdf(await tenantCtx(caller), input);
    const { url } = await inFlight(caller, "call", ask, request.signal);
    const headers = { location: url, "cache-control": "no-store", "x-request-id": caller.requestId };
    return new Response(null, { status: 302, headers });
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
