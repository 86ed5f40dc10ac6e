import "server-only";
import { decode } from "next-auth/jwt";
import { env } from "@/env";

const secure = env.NEXTAUTH_URL.startsWith("https:");
/** The name that next-auth gives its cookie under this address. */
export const sessionCookie = `${secure ? "__Secure-" : ""}next-auth.session-token`;

/** How long a session lasts without signing in again. */
export const sessionDays = 30;

/** The random session token inside next-auth's signed cookie; null when it is absent, forged or too old. */
export async function readSessionToken(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  try {
    const payload = await decode({ token: value, secret: env.NEXTAUTH_SECRET });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null;
  }
}
