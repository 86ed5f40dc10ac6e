import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/env";

/** A random token of `bytes` bytes for links, sessions and keys, in URL-safe text. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

const readable = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** A random code for people to write down: letters and digits that nobody confuses, about 80 bits. */
export function randomCode(): string {
  const letters = Array.from({ length: 16 }, () => readable[randomInt(readable.length)]).join("");
  return letters.match(/.{4}/g)?.join("-") ?? letters;
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

/** The key with which this installation encrypts secrets, and its id, which reveals nothing about the key. */
function sealingKey(secret: string): { id: string; key: Buffer } {
  const derive = (info: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", secret, "", `throughline ${info}`, bytes));
  return { id: derive("sealing key id", 6).toString("hex"), key: derive("sealing key", 32) };
}

const algorithm = "aes-256-gcm";

/**
 * Encrypts a secret for the database with AES-256-GCM. `owner` names its table and row: copied into another row it
 * cannot be decrypted.
 */
export function seal(owner: string, secret: string): string {
  const { id, key } = sealingKey(env.ENCRYPTION_KEY);
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

/** Whether `seal` would use the same key now. */
export const isUnderCurrentKey = (text: string): boolean => text.split(".")[0] === sealingKey(env.ENCRYPTION_KEY).id;

/** Decrypts a result of `seal`. Throws if it was sealed for another row, changed, or sealed under an unknown key. */
export function unseal(owner: string, text: string): string {
  const [id, ...parts] = text.split(".");
  const secret = [env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_OLD].find((one) => one && sealingKey(one).id === id);
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"));
  if (!secret || !iv || !tag || !sealed)
    throw new Error(`A secret was sealed under the key ${id}: set ENCRYPTION_KEY_OLD to it.`);
  const decipher = createDecipheriv(algorithm, sealingKey(secret).key, iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
}
