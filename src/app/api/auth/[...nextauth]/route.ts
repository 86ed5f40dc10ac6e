import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { signIn, signOut } from "@/modules/platform/auth/operations/sign-in";
import { identityCtx } from "@/server/access";
import { authOptions } from "@/server/auth";
import { deviceCookie, deviceCookieHeader } from "@/server/device-cookie";
import { AppError } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { callerOf, capBody, refuseForeignOrigin } from "@/server/http";
import { otherMethods } from "@/server/other-methods";

const bodyLimit = 20_000;

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth keeps cookie and CSRF token; who may sign in, and what a session is, the operations say. */
async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  const caller = await callerOf(request.headers);
  try {
    refuseForeignOrigin(request);
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
    const capped = capBody(request, bodyLimit);
    const passed = capped === request ? request : new NextRequest(capped);
    const response: Response = await NextAuth(passed, context, options);
    if (mark) response.headers.append("set-cookie", deviceCookieHeader(mark));
    return response;
  } catch (error) {
    // next-auth leaves it to its caller that a body is no JSON.
    const failure = error instanceof SyntaxError ? new AppError("VALIDATION", "The body is not valid JSON.") : error;
    return failureResponse(failure, caller.requestId);
  }
}

export { handle as GET, handle as POST };
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "HEAD", "POST");
