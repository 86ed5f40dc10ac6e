import { randomUUID } from "node:crypto";
import type { StaffRole } from "@/lib/staff-roles";
import type { Caller } from "@/server/access";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { newId } from "@/server/new-id";
import { type StaffCtx, staffCtx } from "@/server/staff/staff-ctx";
import { newMark } from "./new-mark";

export interface TestStaff {
  userId: string;
  name: string;
  email: string;
  caller: Caller;
  /** The context of a request: refused as a real one would be. */
  ctx(): Promise<StaffCtx>;
}

/** The caller of a request with a new session of this person. */
export async function callerWithSession(userId: string): Promise<Caller> {
  const token = randomToken();
  await platformClient().session.create({
    data: { userId, tokenHash: tokenHash(token), expiresAt: new Date(Date.now() + 3_600_000) },
  });
  return callerWith({ type: "session", token });
}

/** The caller of a request with these credentials, without a workspace. */
export const callerWith = (credential: Caller["credential"]): Caller => ({
  credential,
  workspace: null,
  requestId: newId(),
  origin: null,
  address: `test-${randomUUID()}`,
  userAgent: "test",
});

/** A staff account of its own, signed in. */
export async function newStaff(role: StaffRole): Promise<TestStaff> {
  const email = `staff-${newMark()}@test.example`;
  const name = `Staff ${email.slice(6, 14)}`;
  const { id: userId } = await platformClient().user.create({
    data: { name, email, emailKey: email, emailVerifiedAt: new Date() },
  });
  await platformClient().staff.create({ data: { userId, role } });
  const caller = await callerWithSession(userId);
  await platformClient().session.updateMany({
    where: { userId },
    data: { factorAt: new Date(), confirmedAt: new Date() },
  });
  return { userId, name, email, caller, ctx: () => staffCtx(caller) };
}
