import { randomUUID } from "node:crypto";
import type { StaffRole } from "@/lib/staff-roles";
import { registerVerified } from "@/modules/platform/identity/auth/operations/person";
import { signIn } from "@/modules/platform/identity/auth/operations/sign-in";
import { identityCtx, tenantCtx } from "@/server/access";
import type { Ctx, IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { newId } from "@/server/new-id";
import { type StaffCtx, staffCtx } from "@/server/staff/staff-ctx";
import { mailsTo } from "./mail";
import { newMark } from "./new-mark";

export interface TestPerson {
  userId: string;
  name: string;
  email: string;
  password: string;
}

const nowhere = { workspace: null, requestId: newId(), origin: null, userAgent: "test" };

/** An address in a separate network, so that the throttles of tests do not meet. */
const newAddress = () => `test-${randomUUID()}`;

/** The context of an anonymous visitor. */
export function anonymous(address = newAddress()): IdentityCtx {
  return { realm: "identity", actor: { type: "anonymous" }, requestId: newId(), address, userAgent: "test" };
}

export const newMail = () => `person-${newMark()}@test.example`;

/** A person with a confirmed account and no workspace. */
export async function newPerson(name = "Ana Ruiz"): Promise<TestPerson> {
  const email = newMail();
  const password = `long enough ${randomUUID()}`;
  const { id } = await registerVerified(anonymous(), { name, email, password });
  return { userId: id, name, email, password };
}

/** Signs in as next-auth would; returns the session token. */
export async function signInAs(person: Pick<TestPerson, "email" | "password">): Promise<string> {
  const { email, password } = person;
  return (await signIn(anonymous(), { email, password, device: null })).token;
}

/** The context of a request with this session and without a workspace; anonymous when the session is over. */
export function requestOf(token: string): Promise<IdentityCtx> {
  return identityCtx({ ...nowhere, address: newAddress(), credential: { type: "session", token } });
}

/** The context of a request with this session in a workspace; refused as a real request would be. */
export function requestIn(token: string, workspace: string): Promise<Ctx> {
  return tenantCtx({ ...nowhere, address: newAddress(), workspace, credential: { type: "session", token } });
}

/** The context of a request with an API key. */
export function requestWithKey(key: string): Promise<Ctx> {
  return tenantCtx({ ...nowhere, address: newAddress(), credential: { type: "apiKey", key } });
}

/** The token in the newest mail's link to this page. Throws when that mail has none. */
export async function mailedToken(address: string, page: `/${string}`): Promise<string> {
  const [newest] = await mailsTo(address);
  const link = newest?.links.map((href) => new URL(href)).find((url) => url.pathname === page);
  const token = link?.searchParams.get("token");
  if (!token) throw new Error(`The newest mail to ${address} has no link to ${page}.`);
  return token;
}

/** A person of the staff, signed in. */
export async function newStaff(role: StaffRole = "support"): Promise<{ person: TestPerson; token: string }> {
  const person = await newPerson("Ruth Adeyemi");
  await platformClient().staff.create({ data: { userId: person.userId, role } });
  return { person, token: await signInAsStaff(person) };
}

/** A new session of a person of the staff, who gave the second factor. */
export async function signInAsStaff(person: TestPerson): Promise<string> {
  const token = await signInAs(person);
  await platformClient().session.updateMany({
    where: { userId: person.userId },
    data: { factorAt: new Date(), confirmedAt: new Date() },
  });
  return token;
}

/** The context of a request to the staff console with this session. */
export function staffRequestOf(token: string): Promise<StaffCtx> {
  return staffCtx({ ...nowhere, address: newAddress(), credential: { type: "session", token } });
}
