import "server-only";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/env";
import { tokenHash } from "./crypto.ts";
import { newId } from "./new-id.ts";
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
export const passwordMark = (person: Person) => tokenHash(`${person.id}:${person.passwordHash}`).slice(0, 32);

/** The value of the cookie for a person who has just signed in, in the browser of this id. */
export function sealDevice(person: Person, device: string = newId()): Promise<string> {
  return encode({
    token: { sub: person.id, mark: passwordMark(person), device },
    secret: env.NEXTAUTH_SECRET,
    salt,
    maxAge: days * 86_400,
  });
}

export interface Device {
  /** The browser, whoever signs in with it; new for one without a mark. */
  id: string;
  /** Whether this person signed in with it before, with the current password. */
  known: boolean;
}

/** The browser of a request by its mark. Takes the same time for an unknown person. */
export async function deviceOf(value: string | null, person: Person | null): Promise<Device> {
  const payload = value ? await opened(value) : null;
  const mark = passwordMark(person ?? { id: unknownId, passwordHash: null });
  const id = typeof payload?.device === "string" ? payload.device : newId();
  return { id, known: payload !== null && payload.sub === person?.id && payload.mark === mark };
}

async function opened(value: string) {
  try {
    return await decode({ token: value, secret: env.NEXTAUTH_SECRET, salt });
  } catch {
    return null;
  }
}

/** The response header that stores the mark in the browser. */
export const deviceCookieHeader = (value: string): string => headerOf(deviceCookie, value, days * 86_400);

/** Holds what the password proved until the second step of a sign-in; sent to the sign-in routes only. */
export const secondStepCookie = `${secure ? "__Secure-" : ""}throughline.second-step`;

/** Seconds between the two steps of a sign-in. */
export const secondStepSeconds = 600;

/** The response header that stores it, or removes it (null). */
export const secondStepHeader = (value: string | null): string =>
  headerOf(secondStepCookie, value ?? "", value === null ? 0 : secondStepSeconds);

function headerOf(name: string, value: string, seconds: number): string {
  const flags = ["Path=/api/auth", "HttpOnly", "SameSite=Lax", `Max-Age=${seconds}`, ...(secure ? ["Secure"] : [])];
  return `${name}=${value}; ${flags.join("; ")}`;
}
