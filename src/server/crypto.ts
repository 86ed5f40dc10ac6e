import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** A random token of `bytes` bytes for links, sessions and keys, in URL-safe text. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex: how tokens with full entropy are kept. Passwords use argon2id instead. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
