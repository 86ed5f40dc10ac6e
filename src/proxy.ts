import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/env";
import { socketOrigin } from "@/lib/channels-address";
import { isLoopbackAddress, isLoopbackHost } from "@/lib/loopback";
import { nounAt } from "@/lib/nouns/all";
import { databaseAnswers } from "@/server/database-ping";
import { addressOf } from "@/server/network";
import { channelsAddress } from "@/server/pusher";
import { storageOrigin } from "@/server/storage-origin";

const development = env.NODE_ENV === "development";

function contentSecurityPolicy(nonce: string, page: URL): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // A nonce for styles would break style attributes, which positions and drags need.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${development ? "ws:" : socketOrigin(channelsAddress(), page)} ${storageOrigin()}`.trimEnd(),
    // The viewer of PDFs reads in a worker of ours.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The address as the browser typed it: behind a proxy the framework knows only its own. */
function pageAddress({ headers, nextUrl }: NextRequest): URL {
  const own = new URL(env.NEXTAUTH_URL);
  const host = headers.get("host") ?? own.host;
  return URL.canParse(`${own.protocol}//${host}`) ? new URL(`${own.protocol}//${host}`) : new URL(nextUrl.href);
}

/** A full page load by the browser: failures of the app's own requests are shown on the screen. */
function isDocument({ headers, nextUrl }: NextRequest): boolean {
  const html = headers.get("accept")?.includes("text/html") ?? false;
  return html && !headers.has("rsc") && !nextUrl.pathname.startsWith("/api/");
}

/** Whether the percent escapes of an address are valid UTF-8; otherwise the framework answers 500. */
function isReadable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/**
 * E-mails contain links that sign people in: they are shown on this machine only, unless the operator opened them to
 * others.
 */
function mayReadMails({ headers }: NextRequest): boolean {
  return env.MAIL_VIEW_OPEN || (isLoopbackHost(headers.get("host")) && isLoopbackAddress(addressOf(headers)));
}

/** First segments below which the app has addresses that lie in no workspace; the framework's own begin with `_`. */
const besideWorkspaces = ["api", "staff", "workspaces"];
/** Second segments of a workspace's addresses that are no nouns. A test walks `src/app` for both. */
const pagesOfWorkspaces = ["follow-ups", "home", "inbox", "settings", "today", "updates", "welcome"];

/** Whether an address has a second segment that leads nowhere: `[workspace]/[noun]` would ask for a session first. */
function leadsNowhere(pathname: string): boolean {
  const [, first = "", second = ""] = pathname.split("/");
  if (second === "" || first.startsWith("_") || besideWorkspaces.includes(first)) return false;
  return !pagesOfWorkspaces.includes(second) && nounAt(second) === undefined;
}

const nothing = {
  error: { code: "NOT_FOUND", message: "There is nothing at this address. See /api/docs.", details: {} },
};
/** The page with this message. */
const nowhere = "/_not-found";

/**
 * Gives each page its content security policy and its own address, and forwards /dev/mail to the viewer that the
 * environment names. While the database is unreachable a document answers 503: a page itself can only answer 200, 404
 * or 500.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  if (pathname === "/dev/mail" || pathname.startsWith("/dev/mail/")) {
    if (!env.MAIL_VIEW_URL || !mayReadMails(request))
      return new NextResponse("There is no mail viewer here.", { status: 404 });
    return NextResponse.rewrite(new URL(`${pathname}${search}`, env.MAIL_VIEW_URL));
  }
  if (pathname.startsWith("/api/") && !isReadable(pathname)) return NextResponse.json(nothing, { status: 404 });
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce, pageAddress(request));
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // A redirect to the sign-in page carries the requested address.
  headers.set("x-path", `${pathname}${search}`);
  headers.set("content-security-policy", policy);
  const away = isDocument(request) && !(await databaseAnswers());
  const elsewhere = (path: string, init?: { status: number }) =>
    NextResponse.rewrite(new URL(path, request.url), { request: { headers }, ...init });
  const leads = isReadable(pathname) && !leadsNowhere(pathname);
  const here = () => (leads ? NextResponse.next({ request: { headers } }) : elsewhere(nowhere));
  const response = away ? elsewhere("/api/unavailable", { status: 503 }) : here();
  if (away) response.headers.set("retry-after", "2");
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    "/api/:rest(.*%.*)",
    // Static files by their names, and nothing by the request's own headers: any other address may return a document.
    "/((?!api/(?!docs|unavailable)|_next/static/|(?:icon|logo)\\.svg$|apple-touch-icon\\.png$).*)",
  ],
};
