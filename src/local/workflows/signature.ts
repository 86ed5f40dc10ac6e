import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const PREFIX = /^signkey-\w+-/;

/** The header that signs a request to the app: HMAC over the body's text and the time, with the key's own text. */
export function signatureOf(body: string, signingKey: string, now = Date.now()): string {
  const seconds = String(Math.floor(now / 1000));
  const hash = createHmac("sha256", signingKey.replace(PREFIX, "")).update(body).update(seconds).digest("hex");
  return `t=${seconds}&s=${hash}`;
}

/** The SDK sends this instead of the key itself: the hash of its bytes after its prefix. */
export function hashedKey(signingKey: string): string {
  const [prefix = ""] = PREFIX.exec(signingKey) ?? [];
  const hash = createHash("sha256").update(Buffer.from(signingKey.slice(prefix.length), "hex"));
  return prefix + hash.digest("hex");
}

/** Whether two secrets are the same, in constant time. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
