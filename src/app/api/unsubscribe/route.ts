import "@/registry/operations";
import { unsubscribe } from "@/modules/platform/history/notifications/mails/operations/unsubscribe";
import type { NotificationType } from "@/modules/platform/history/notifications/rules";
import { identityCtx } from "@/server/access";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { appLink } from "@/server/mailer";
import { otherMethods } from "@/server/other-methods";

const paramsOf = (request: Request) => {
  const { searchParams } = new URL(request.url);
  return { token: searchParams.get("token") ?? "", type: searchParams.get("type") };
};

/** The type that the address names; the operation refuses an unknown one. */
const typesOf = (type: string | null) => (type === null ? {} : { types: [type as NotificationType] });

/**
 * One-click unsubscribe in a mail program (RFC 8058): ends all notification e-mails of the workspace, or those of the type
 * that the address names, without a page or session.
 */
export async function POST(request: Request): Promise<Response> {
  const caller = await readCaller(request.headers);
  try {
    const { token, type } = paramsOf(request);
    const end = async () => unsubscribe(await identityCtx(caller), { token, ...typesOf(type) });
    await inFlight(caller, "call", end, request.signal);
    return new Response("You are unsubscribed.\n", { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}

/** A GET, as from link scanners, gets the page, which changes nothing by itself. */
export function GET(request: Request): Response {
  const { token, type } = paramsOf(request);
  const named = type === null ? "" : `&type=${encodeURIComponent(type)}`;
  return Response.redirect(appLink(`/unsubscribe?token=${encodeURIComponent(token)}${named}`), 303);
}
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "HEAD", "POST");
