import "server-only";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/env";
import { tokenHash } from "./crypto.ts";
import { unknownId } from "./unknown-id.ts";

const secure = env.NEXTAUTH_URL.startsWith("https:");
const days = 180;
const salt = "known device";

/** Marks a browser in which a person has signed in before; sent to the sign-in routes only. */
export const deviceCookie = `${secure ? "__Secure-" : ""}throughline.device`;

interface Person {
  id: string;
  passwordHash: string | null;
}

/** The mark depends on the password: after a change or reset each device is unknown again. */
const passwordMark = (person: Person) => tokenHash(`${person.id}:${person.passwordHash}`).slice(0, 32);

/** The value of the cookie for a person who has just signed in. */
export function sealDevice(person: Person): Promise<string> {
  return encode({
    token: { sub: person.id, mark: passwordMark(person) },
    secret: env.NEXTAUTH_SECRET,
    salt,
    maxAge: days * 86_400,
  });
}

/**
 * Whether this person signed in from this device before, with the current password. Takes the same time for an
 * unknown person.
 */
export async function isKnownDevice(value: string | null, person: Person | null): Promise<boolean> {
  if (!value) return false;
  try {
    const payload = await decode({ token: value, secret: env.NEXTAUTH_SECRET, salt });
    const mark = passwordMark(person ?? { id: unknownId, passwordHash: null });
    return payload?.sub === person?.id && payload?.mark === mark;
  } catch {
    return false;
  }
}

/** The response header that stores the mark in the browser. */
export function deviceCookieHeader(value: string): string {
  const flags = [
    "Path=/api/auth",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${days * 86_400}`,
    ...(secure ? ["Secure"] : []),
  ];
  return `${deviceCookie}=${value}; ${flags.join("; ")}`;
}
