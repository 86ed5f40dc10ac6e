import "@/registry/operations";
import { unsubscribe } from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import { identityCtx } from "@/server/access";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { appLink } from "@/server/mailer";
import { otherMethods } from "@/server/other-methods";

const tokenOf = (request: Request) => new URL(request.url).searchParams.get("token") ?? "";

/**
 * One-click unsubscribe in a mail program (RFC 8058): ends all notification e-mails of the workspace, without a page or
 * session.
 */
export async function POST(request: Request): Promise<Response> {
  const caller = await readCaller(request.headers);
  try {
    const end = async () => unsubscribe(await identityCtx(caller), { token: tokenOf(request) });
    await inFlight(caller, "call", end, request.signal);
    return new Response("You are unsubscribed.\n", { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}

/** A GET, as from link scanners, gets the page, which changes nothing by itself. */
export function GET(request: Request): Response {
  return Response.redirect(appLink(`/unsubscribe?token=${encodeURIComponent(tokenOf(request))}`), 303);
}
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "HEAD", "POST");
