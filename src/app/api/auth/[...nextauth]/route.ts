import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/env";
import {
  signIn,
  signInWithCode,
  signInWithPasskey,
  signOut,
} from "@/modules/platform/identity/auth/operations/sign-in";
import { type Caller, identityCtx } from "@/server/access";
import { authOptions, type Credentials, signInRefusal } from "@/server/auth";
import type { IdentityCtx } from "@/server/context";
import { deviceCookie, deviceCookieHeader, secondStepCookie, secondStepHeader } from "@/server/device-cookie";
import { AppError } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { capBody, readCaller, refuseForeignOrigin } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";
import { expiredReturnCookie, fieldsOf, InvalidReturnCookie, refuseBrokenReturn } from "@/server/return-address";

const bodyLimit = 20_000;

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth keeps the cookie and CSRF token; the operations decide about sign-in and sessions. */
async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  const caller = await readCaller(request.headers);
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
    if (error instanceof InvalidReturnCookie) refused.headers.append("set-cookie", expiredReturnCookie);
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
  const kept: string[] = [];
  const options = authOptions({
    async signIn(credentials) {
      try {
        const session = await openedBy(request, ctx, credentials);
        kept.push(deviceCookieHeader(session.device), secondStepHeader(null));
        return session;
      } catch (error) {
        const challenge = error instanceof AppError ? error.details?.challenge : undefined;
        if (typeof challenge === "string") kept.push(secondStepHeader(challenge));
        throw error;
      }
    },
    async signOut(token) {
      await signOut(ctx, { token });
    },
  });
  const response: Response = await NextAuth(request, context, options);
  for (const cookie of kept) response.headers.append("set-cookie", cookie);
  return response;
}

/** The session that these credentials open: of a passkey, of the second step, or of e-mail and password. */
async function openedBy({ cookies }: NextRequest, ctx: IdentityCtx, credentials: Credentials) {
  const { email, password, code, passkey } = credentials;
  const device = cookies.get(deviceCookie)?.value ?? null;
  if (passkey) return await signInWithPasskey(ctx, { answer: readAnswer(passkey), device });
  if (code) return await signInWithCode(ctx, { challenge: cookies.get(secondStepCookie)?.value ?? "", code, device });
  return await signIn(ctx, { email, password, device });
}

function readAnswer(text: string): Parameters<typeof signInWithPasskey>[1]["answer"] {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("VALIDATION", "This passkey was not accepted. Try again.");
  }
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
