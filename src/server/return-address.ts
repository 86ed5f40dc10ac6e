import "server-only";
import type { NextRequest } from "next/server";
import { env } from "@/env";
import { sameAcrossBundles } from "./across-bundles.ts";
import { AppError, invalid } from "./errors.ts";

const secure = env.NEXTAUTH_URL.startsWith("https:");
/** next-auth's cookie for the return address during a sign-in. */
const returnCookie = `${secure ? "__Secure-" : ""}next-auth.callback-url`;
/** Deletes that cookie. */
export const expiredReturnCookie = `${returnCookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

/** A cookie that the browser must not send again. */
export class InvalidReturnCookie extends AppError {
  constructor() {
    super("VALIDATION", "A cookie held an invalid return URL and was removed. Try again.");
  }
}
sameAcrossBundles(InvalidReturnCookie, "InvalidReturnCookie");

/** Printable ASCII without a backslash, as browsers write an address; a header cannot hold other characters. */
const printable = /^[!-[\]-~]+$/;

function isAddress(text: string): boolean {
  const base = text.startsWith("/") ? env.NEXTAUTH_URL : undefined;
  return printable.test(text) && URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
}

/** Refuses a sign-in with an invalid return address: next-auth would report a server failure. */
export function refuseBrokenReturn(request: NextRequest, fields: Record<string, unknown>): void {
  for (const name of ["callbackUrl", "csrfToken"])
    if (!["string", "undefined"].includes(typeof fields[name])) throw invalid(name, "This must be text.");
  for (const given of [fields.callbackUrl, request.nextUrl.searchParams.get("callbackUrl")])
    if (typeof given === "string" && given !== "" && !isAddress(given))
      throw invalid("callbackUrl", "This is not an address. Use one that begins with / or with http.");
  const kept = request.cookies.get(returnCookie)?.value;
  if (kept && !isAddress(kept)) throw new InvalidReturnCookie();
}

/** The fields of a body, as next-auth reads it. */
export function fieldsOf(type: string, body: string): Record<string, unknown> {
  if (type.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(body));
  if (!type.includes("application/json") || body === "") return {};
  const fields: unknown = JSON.parse(body);
  if (fields && typeof fields === "object" && !Array.isArray(fields)) return fields as Record<string, unknown>;
  throw new AppError("VALIDATION", "The body must be a JSON object.");
}
