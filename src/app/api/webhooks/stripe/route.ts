import "@/registry/register";
import { receiveEvent } from "@/modules/platform/commerce/billing/operations/receive-event";
import { failureResponse } from "@/server/failure";
import { capBody } from "@/server/http";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";

const bodyLimit = 1_000_000;

/** Called by Stripe, signed over these very bytes; it repeats calls that are not answered with 2xx. */
export async function POST(request: Request): Promise<Response> {
  try {
    await receiveEvent(await capBody(request, bodyLimit).text(), request.headers.get("stripe-signature"));
    return new Response(null, { status: 200 });
  } catch (error) {
    return failureResponse(error, newId());
  }
}
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
