import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/env";

const development = env.NODE_ENV === "development";

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // A nonce for styles would break style attributes, which positions and drags need.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Tells each page its content security policy and its own address, and hands /dev/mail to the viewer that the environment names. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (pathname === "/dev/mail" || pathname.startsWith("/dev/mail/")) {
    if (!env.MAIL_VIEW_URL) return new NextResponse("There is no mail viewer here.", { status: 404 });
    return NextResponse.rewrite(new URL(`${pathname}${search}`, env.MAIL_VIEW_URL));
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // A page that leads to the sign-in page says where one wanted to go.
  headers.set("x-path", `${pathname}${search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    {
      source: "/((?!api/(?!docs)|_next/static|_next/image|favicon.ico|icon.svg|.*\\.(?:svg|png|ico|txt)$).*)",
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "purpose", value: "prefetch" },
      ],
    },
  ],
};
