import "server-only";
import { z } from "zod";
import { foldKey } from "@/lib/text";
import type { IdentityCtx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { isKnownDevice, sealDevice } from "@/server/device-cookie";
import { AppError } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { sessionDays } from "@/server/session-cookie";
import { identity } from "../../module";
import { personEvents } from "../events";
import { signedIn, signInInput, signOutInput } from "../schema";
import { keepsPassword, tryPassword } from "./credentials";

const day = 86_400_000;

/** Only next-auth calls this: its output contains the session token, so no transport offers it. */
export const signIn = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signInInput,
  output: signedIn,
  describe: "Opens a session with mail and password. An unknown mail and a wrong password get the same answer.",
  async run(ctx, input) {
    const emailKey = foldKey(input.email);
    const person = await platformClient().user.findUnique({
      where: { emailKey },
      select: { id: true, email: true, passwordHash: true, emailVerifiedAt: true },
    });
    const known = await isKnownDevice(input.device, person);
    const stored = person?.passwordHash ?? null;
    const right = await tryPassword(ctx, { emailKey, stored, password: input.password, known });
    if (!person || !right) {
      await noteRefusal(ctx, person?.id ?? null, "password");
      throw mismatch();
    }
    if (!person.emailVerifiedAt) {
      await noteRefusal(ctx, person.id, "unverified");
      throw new AppError(
        "FORBIDDEN",
        `Confirm your mail address first, using the link that we sent to ${person.email}.`,
        {
          reason: "unverified",
        },
      );
    }
    const token = await openSession(ctx, person.id, stored);
    if (token === null) throw mismatch();
    return { userId: person.id, token, device: await sealDevice(person) };
  },
});

const mismatch = () =>
  new AppError("UNAUTHENTICATED", "Mail address and password do not match. Check both, or reset the password.");

function noteRefusal(ctx: IdentityCtx, userId: string | null, reason: "password" | "unverified") {
  return noteIdentity(platformClient(), ctx, personEvents.signInRefused, { userId, data: { reason } });
}

/** The token of a new session; null when the password was changed after the comparison. */
async function openSession(ctx: IdentityCtx, userId: string, stored: string | null): Promise<string | null> {
  const token = randomToken();
  const now = Date.now();
  return await platformClient().$transaction(async (db) => {
    if (!(await keepsPassword(db, userId, stored))) return null;
    const { id } = await db.session.create({
      data: {
        userId,
        tokenHash: tokenHash(token),
        userAgent: ctx.userAgent,
        address: ctx.address,
        expiresAt: new Date(now + sessionDays * day),
      },
      select: { id: true },
    });
    await noteIdentity(db, ctx, personEvents.signedIn, { userId, data: { sessionId: id } });
    // Sessions that ended long ago are of no interest to anybody.
    await db.session.deleteMany({ where: { userId, expiresAt: { lt: new Date(now - sessionDays * day) } } });
    return token;
  });
}

export const signOut = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signOutInput,
  output: z.object({ signedOut: z.boolean() }),
  describe: "Ends the session of this token on the server; only next-auth calls it.",
  run: (ctx, input) =>
    platformClient().$transaction(async (db) => {
      const session = await db.session.findUnique({
        where: { tokenHash: tokenHash(input.token), revokedAt: null },
        select: { id: true, userId: true },
      });
      if (!session) return { signedOut: false };
      await db.session.update({ where: { id: session.id }, data: { revokedAt: new Date() } });
      await noteIdentity(db, ctx, personEvents.signedOut, {
        userId: session.userId,
        data: { sessionId: session.id },
      });
      return { signedOut: true };
    }),
});
