import { failureResponse } from "@/server/failure";
import { capBody } from "@/server/http";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";
import { takeWebhook } from "@/server/signals/online";

const bodyLimit = 1_000_000;

/** Called by the channels server, signed; it repeats calls that are not answered with 200. */
export async function POST(request: Request): Promise<Response> {
  try {
    await takeWebhook(request.headers, await capBody(request, bodyLimit).text());
    return new Response(null, { status: 200 });
  } catch (error) {
    return failureResponse(error, newId());
  }
}
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
