import "server-only";
import type { z } from "zod";
import { identity } from "@/modules/platform/module";
import type { IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { AppError, invalid } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { confirmedForMs } from "@/server/step-up";
import { personEvents } from "../events";
import { confirmed, confirmInput } from "../schema";
import { takeCode } from "./codes";
import { tryPassword } from "./credentials";
import { factorsOf } from "./factors";
import { takePasskey } from "./passkeys";
import { personOf } from "./person";

type Proof = z.output<typeof confirmInput>;

export const confirmIdentity = identity.operation({
  kind: "mutation",
  permission: "person",
  input: confirmInput,
  output: confirmed,
  describe:
    "Confirms the identity of the caller with the password, a code or a passkey. Operations that require it are then allowed for ten minutes.",
  async run(ctx, proof) {
    const { userId, sessionId } = personOf(ctx);
    const by = await proven(ctx, proof);
    if (!by) {
      await noteIdentity(platformClient(), ctx, personEvents.confirmationRefused, { userId, data: { by: proof.by } });
      throw refusals[proof.by]();
    }
    const now = new Date();
    await platformClient().$transaction(async (db) => {
      const data = { confirmedAt: now, ...(by === "password" ? {} : { factorAt: now }) };
      const { count } = await db.session.updateMany({ where: { id: sessionId, userId, revokedAt: null }, data });
      if (count === 0) throw new AppError("UNAUTHENTICATED", "Sign in first.");
      await noteIdentity(db, ctx, personEvents.confirmed, { userId, data: { sessionId, by } });
    });
    return { until: new Date(now.getTime() + confirmedForMs).toISOString() };
  },
});

const refusals: Record<Proof["by"], () => AppError> = {
  password: () => invalid("password", "This is not your password. Try again."),
  code: () => invalid("code", "This code is wrong or was already used. Try the next one."),
  passkey: () => new AppError("VALIDATION", "This passkey was not accepted. Try again, or use another way."),
};

/** By what it was proven; null where the proof is wrong. */
async function proven(ctx: IdentityCtx, proof: Proof) {
  const { userId, name, email } = personOf(ctx);
  if (proof.by === "passkey")
    return (await takePasskey("confirm", proof.answer, userId)).accepted ? ("passkey" as const) : null;
  if (proof.by === "code")
    return await takeCode(ctx, { person: { id: userId, name, email }, code: proof.code, known: true });
  return (await provenByPassword(ctx, proof.password)) ? ("password" as const) : null;
}

/** A password alone says less than the session should: a person with a second factor gives that one first. */
async function provenByPassword(ctx: IdentityCtx, password: string): Promise<boolean> {
  const { userId, factorAt } = personOf(ctx);
  const { totp, passkeys } = await factorsOf(userId);
  if (!factorAt && (totp || passkeys > 0))
    throw new AppError(
      "FORBIDDEN",
      "You signed in here without your second factor. Confirm with your authenticator app or passkey, not with the password.",
    );
  const user = await platformClient().user.findUniqueOrThrow({
    where: { id: userId },
    select: { emailKey: true, passwordHash: true },
  });
  return await tryPassword(ctx, { emailKey: user.emailKey, stored: user.passwordHash, password, known: true });
}
