import "server-only";
import { LRUCache } from "lru-cache";
import { decode } from "next-auth/jwt";
import { env } from "@/env";

const secure = env.NEXTAUTH_URL.startsWith("https:");
/** The name of next-auth's session cookie for this address. */
export const sessionCookie = `${secure ? "__Secure-" : ""}next-auth.session-token`;

/** How long a session lasts without a new sign-in. */
export const sessionDays = 30;

type Opened = { sid: string; until: number };

/**
 * Decrypted cookies: deriving the key and decrypting took a tenth of each request. Their content never changes; the
 * database is still asked each time whether the session is valid.
 */
const opened = new LRUCache<string, Opened>({ max: 5_000 });

/** The random session token inside next-auth's signed cookie; null when it is absent, forged or too old. */
export async function readSessionToken(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  const known = opened.get(value) ?? (await open(value));
  return known && known.until > Date.now() ? known.sid : null;
}

async function open(value: string): Promise<Opened | null> {
  try {
    const payload = await decode({ token: value, secret: env.NEXTAUTH_SECRET });
    if (typeof payload?.sid !== "string" || typeof payload.exp !== "number") return null;
    const session = { sid: payload.sid, until: payload.exp * 1000 };
    opened.set(value, session);
    return session;
  } catch {
    return null;
  }
}
