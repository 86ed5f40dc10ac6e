import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { LIMITS } from "./limits";

/** The one app that a server serves; the secret signs, the key is public. */
export type App = { id: string; key: string; secret: string };

/** A request as it was signed: path and values decoded, but `+` unchanged. */
export type SignedRequest = { method: string; path: string; query: Map<string, string>; body: Buffer };

/** Whether a client's `auth` (`key:signature`) is by this app and for exactly this text. */
export function isSignedBy(app: App, auth: unknown, text: string): boolean {
  return typeof auth === "string" && sameText(auth, `${app.key}:${sign(app, text)}`);
}

/** Why a publisher's request is not authentic; undefined when it is. */
export function distrust(app: App, request: SignedRequest, now = Date.now()): string | undefined {
  const { method, path, query, body } = request;
  const asked = (name: string) => query.get(name) ?? "";
  if (asked("auth_key") !== app.key) return "auth_key is not a key of this app.";
  if (asked("auth_version") !== "1.0") return "auth_version must be 1.0.";
  const timestamp = asked("auth_timestamp");
  const skew = /^\d{1,12}$/.test(timestamp) ? Math.abs(now / 1000 - Number(timestamp)) : Number.POSITIVE_INFINITY;
  if (skew > LIMITS.clockSkewSeconds) {
    return `auth_timestamp must be within ${LIMITS.clockSkewSeconds} seconds of this server's time.`;
  }
  const digest = createHash("md5").update(body).digest("hex");
  if ((body.length > 0 || query.has("body_md5")) && !sameText(asked("body_md5"), digest)) {
    return "body_md5 is not the MD5 of the body.";
  }
  const pairs = [...query].filter(([name]) => name !== "auth_signature");
  pairs.sort(([one], [other]) => (one < other ? -1 : 1));
  const text = [method, path, pairs.map(([name, value]) => `${name}=${value}`).join("&")].join("\n");
  return sameText(asked("auth_signature"), sign(app, text)) ? undefined : "auth_signature is wrong.";
}

/** HMAC-SHA256 of a text with the secret of the app. */
export function sign(app: App, text: string): string {
  return createHmac("sha256", app.secret).update(text).digest("hex");
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
