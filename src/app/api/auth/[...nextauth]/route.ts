import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/env";
import { signIn, signOut } from "@/modules/platform/auth/operations/sign-in";
import { type Caller, identityCtx } from "@/server/access";
import { authOptions, signInRefusal } from "@/server/auth";
import { deviceCookie, deviceCookieHeader } from "@/server/device-cookie";
import { AppError } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { callerOf, capBody, refuseForeignOrigin } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";
import { BrokenCookie, expiredReturnCookie, fieldsOf, refuseBrokenReturn } from "@/server/return-address";

const bodyLimit = 20_000;

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth keeps the cookie and CSRF token; the operations decide about sign-in and sessions. */
async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  const caller = await callerOf(request.headers);
  try {
    refuseForeignOrigin(request);
    const passed = await checked(request);
    if (request.method === "GET" && (await context.params).nextauth.join() === "error") return errorPage(request);
    // Reading the CSRF token is cheap, and a form could not explain a refusal.
    if (request.method !== "POST") return await answer(passed, context, caller);
    return await inFlight(caller, "signIn", () => answer(passed, context, caller), request.signal);
  } catch (error) {
    // next-auth does not check that a body is JSON.
    const failure = error instanceof SyntaxError ? new AppError("VALIDATION", "The body is not valid JSON.") : error;
    const refused = await withSentence(failureResponse(failure, caller.requestId), failure);
    if (error instanceof BrokenCookie) refused.headers.append("set-cookie", expiredReturnCookie);
    return refused;
  }
}

/** The response to GET without its body. next-auth itself answers 400 to HEAD. */
async function head(request: NextRequest, context: RouteContext): Promise<Response> {
  const { status, headers } = await handle(new NextRequest(request.url, { headers: request.headers }), context);
  return new Response(null, { status, headers });
}

/** The request, after its body was read and found valid for next-auth. */
async function checked(request: NextRequest): Promise<NextRequest> {
  const { url, method, headers } = request;
  const body = await capBody(request, bodyLimit).text();
  refuseBrokenReturn(request, fieldsOf(headers.get("content-type") ?? "", body));
  return new NextRequest(url, { method, headers, ...(body === "" ? {} : { body }) });
}

/** next-auth would copy the error into an address header, which cannot hold every character. */
function errorPage(request: NextRequest): Response {
  const error = request.nextUrl.searchParams.get("error");
  const location = error === null ? "/sign-in" : `/sign-in?error=${encodeURIComponent(error)}`;
  return new Response(null, { status: 302, headers: { location } });
}

async function answer(request: NextRequest, context: RouteContext, caller: Caller): Promise<Response> {
  const ctx = await identityCtx(caller);
  let mark: string | null = null;
  const options = authOptions({
    async signIn(credentials) {
      const device = request.cookies.get(deviceCookie)?.value ?? null;
      const session = await signIn(ctx, { ...credentials, device });
      mark = session.device;
      return session;
    },
    async signOut(token) {
      await signOut(ctx, { token });
    },
  });
  const response: Response = await NextAuth(request, context, options);
  if (mark) response.headers.append("set-cookie", deviceCookieHeader(mark));
  return response;
}

/** next-auth's client reads the reason of a refusal only from the address in the response. */
async function withSentence(response: Response, failure: unknown): Promise<Response> {
  const url = new URL("/sign-in", env.NEXTAUTH_URL);
  url.searchParams.set("error", signInRefusal(failure));
  const { status, headers } = response;
  return Response.json({ ...(await response.json()), url: url.href }, { status, headers });
}

export { handle as GET, handle as POST, head as HEAD };
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "HEAD", "POST");
