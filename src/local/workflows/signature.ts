import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const PREFIX = /^signkey-\w+-/;

/** The header that signs a request to the app: HMAC over the body's text and the time, under the key's own text. */
export function signatureOf(body: string, signingKey: string, now = Date.now()): string {
  const seconds = String(Math.floor(now / 1000));
  const hash = createHmac("sha256", signingKey.replace(PREFIX, "")).update(body).update(seconds).digest("hex");
  return `t=${seconds}&s=${hash}`;
}

/** What the SDK sends instead of the key itself: the hash of its bytes behind its prefix. */
export function hashedKey(signingKey: string): string {
  const [prefix = ""] = PREFIX.exec(signingKey) ?? [];
  const hash = createHash("sha256").update(Buffer.from(signingKey.slice(prefix.length), "hex"));
  return prefix + hash.digest("hex");
}

/** Whether two secrets are the same, without telling by the time it takes. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
