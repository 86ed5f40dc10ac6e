import "server-only";
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/env";

/** A random token of `bytes` bytes for links, sessions and keys, in URL-safe text. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex, for stored tokens with full entropy. Passwords use argon2id instead. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** A text with a signature of this installation, for links that must not be forged; `purpose` separates kinds. */
export function signed(purpose: string, text: string): string {
  return `${Buffer.from(text).toString("base64url")}.${signatureOf(purpose, text)}`;
}

/** The text inside a result of `signed`; null if it is forged, changed or signed for another purpose. */
export function readSigned(purpose: string, token: string): string | null {
  const [body = "", signature = "", ...rest] = token.split(".");
  const text = Buffer.from(body, "base64url").toString();
  const wanted = Buffer.from(signatureOf(purpose, text));
  const given = Buffer.from(signature);
  const same = given.length === wanted.length && timingSafeEqual(given, wanted);
  return same && rest.length === 0 ? text : null;
}

function signatureOf(purpose: string, text: string): string {
  const key = hkdfSync("sha256", env.NEXTAUTH_SECRET, "", `throughline ${purpose}`, 32);
  return createHmac("sha256", Buffer.from(key)).update(text).digest("base64url");
}
