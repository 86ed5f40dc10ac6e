import "@/registry/register";
import { completeConnection } from "@/modules/hub/connections/operations/connecting";
import { type Outcome, readState } from "@/modules/hub/connections/rules";
import { tenantById, tenantCtx } from "@/server/access";
import { toAppError } from "@/server/errors";
import { failureResponse, reportFailure } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { appLink } from "@/server/mailer";
import { otherMethods } from "@/server/other-methods";

interface Params {
  params: Promise<{ provider: string }>;
}

/** Where the consent page of a service sends the person back to: with a code, or because access was not allowed. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { provider } = await params;
  const { searchParams, pathname, search } = new URL(request.url);
  const state = searchParams.get("state") ?? "";
  // The state names the workspace; who may do what there follows from the session alone.
  const parts = readState(state);
  const tenant = parts && (await tenantById(parts.tenantId));
  const caller = await readCaller(request.headers, tenant?.slug ?? "-");
  if (caller.credential?.type !== "session")
    return goTo(`/sign-in?next=${encodeURIComponent(tenant ? pathname + search : "/workspaces")}`);
  try {
    const ctx = await tenantCtx(caller);
    const complete = () => completeConnection(ctx, { provider, state, code: searchParams.get("code") });
    const { outcome } = await inFlight(caller, "call", complete, request.signal);
    return goTo(pathOf(ctx.tenant.slug, provider, outcome));
  } catch (error) {
    const { code } = toAppError(error, caller.requestId);
    if (tenant && (code === "MODULE_OFF" || code === "FORBIDDEN")) return goTo(pathOf(tenant.slug, provider, "off"));
    if (code === "NOT_FOUND" || code === "UNAUTHENTICATED" || code === "VALIDATION") return goTo("/workspaces");
    reportFailure(error, caller.requestId);
    return failureResponse(error, caller.requestId);
  }
}
export const { DELETE, HEAD, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");

const pathOf = (slug: string, provider: string, outcome: Outcome): `/${string}` =>
  `/${slug}/settings/integrations?provider=${encodeURIComponent(provider)}&outcome=${outcome}`;

/** The address with the code stays in no history and in no "referer". */
const goTo = (path: `/${string}`) =>
  new Response(null, {
    status: 303,
    headers: { location: appLink(path), "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
