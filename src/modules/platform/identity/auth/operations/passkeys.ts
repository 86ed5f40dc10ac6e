import "server-only";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import { env } from "@/env";
import { identity } from "@/modules/platform/module";
import { tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { log } from "@/server/log";
import { type Limit, throttle } from "@/server/rate-limit";
import { personEvents } from "../events";
import { addPasskeyInput, factorAdded, passkeyChallenge, passkeyIdInput, renamePasskeyInput } from "../schema";
import { changingFactors, noteAdded, noteRemoved, notifyOfFactor } from "./factors";
import { personOf } from "./person";

type Purpose = "add" | "confirm" | "signIn";

const origin = new URL(env.NEXTAUTH_URL).origin;
const site = new URL(env.NEXTAUTH_URL).hostname;
const challengeMs = 5 * 60_000;
const mostPasskeys = 20;

const perAddress: Limit = {
  name: "passkey-address",
  points: 100,
  seconds: 900,
  refusal: (wait) => `Too many attempts from your network. Wait ${wait}.`,
};

/** Stores a challenge until it is answered, for at most five minutes. */
async function storeChallenge(purpose: Purpose, userId: string | null, challenge: string): Promise<void> {
  await platformClient().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  const expiresAt = new Date(Date.now() + challengeMs);
  const challengeHash = tokenHash(challenge);
  await platformClient().passkeyChallenge.create({ data: { purpose, userId, challengeHash, expiresAt } });
}

/** Deletes a challenge and returns whether it was ours, for this purpose and person: it can be answered once. */
async function consumeChallenge(purpose: Purpose, userId: string | null, challenge: string): Promise<boolean> {
  const { count } = await platformClient().passkeyChallenge.deleteMany({
    where: { purpose, userId, challengeHash: tokenHash(challenge), expiresAt: { gt: new Date() } },
  });
  return count === 1;
}

export const startPasskey = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: z.object({}),
  output: passkeyChallenge,
  describe: "Returns a new challenge for creating a passkey for the caller; it can be used once.",
  async run(ctx) {
    const { userId, name, email } = personOf(ctx);
    const known = await platformClient().passkey.findMany({
      where: { userId },
      select: { credentialId: true, transports: true },
    });
    if (known.length >= mostPasskeys)
      throw new AppError("LIMIT_REACHED", `You have ${mostPasskeys} passkeys. Remove one that you no longer use.`);
    const options = await generateRegistrationOptions({
      rpName: "Throughline",
      rpID: site,
      userID: new Uint8Array(Buffer.from(userId)),
      userName: email,
      userDisplayName: name,
      attestationType: "none",
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    await storeChallenge("add", userId, options.challenge);
    return { options: { ...options } };
  },
});

export const addPasskey = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: addPasskeyInput,
  output: factorAdded,
  describe: "Adds the passkey that a browser made for `startPasskey`; returns recovery codes the first time.",
  async run(ctx, { name, answer }) {
    const { userId } = personOf(ctx);
    const made = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: (challenge) => consumeChallenge("add", userId, challenge),
      expectedOrigin: origin,
      expectedRPID: site,
    }).catch(unreadable);
    if (!made?.verified) throw notTaken();
    const { credential } = made.registrationInfo;
    const codes = await changingFactors(userId, async (db) => {
      await db.passkey.create({
        data: {
          userId,
          name,
          credentialId: credential.id,
          publicKey: credential.publicKey,
          counter: BigInt(credential.counter),
          transports: credential.transports ?? [],
        },
      });
      return await noteAdded(db, ctx, { factor: "passkey", name });
    });
    await notifyOfFactor(ctx, "added", `The passkey “${name}”`);
    return { recoveryCodes: codes };
  },
});

const notTaken = () =>
  invalid(
    "answer",
    "This passkey was not accepted: it belongs to another site, or the request has expired. Try again.",
  );

/** The library throws for each answer that it refuses, and says why. */
function unreadable(error: unknown): null {
  if (error instanceof AppError) throw error;
  log.info({ reason: error instanceof Error ? error.message : "unknown" }, "a passkey was refused");
  return null;
}

export const renamePasskey = identity.operation({
  kind: "mutation",
  permission: "person",
  input: renamePasskeyInput,
  output: passkeyIdInput,
  describe: "Renames one of the caller's passkeys.",
  async run(ctx, { id, name }) {
    const { userId } = personOf(ctx);
    return await platformClient().$transaction(async (db) => {
      const before = await db.passkey.findFirst({ where: { id, userId }, select: { name: true } });
      if (!before) throw notFound("passkey");
      if (before.name === name) return { id };
      await db.passkey.update({ where: { id }, data: { name } });
      await noteIdentity(db, ctx, personEvents.passkeyRenamed, { userId, data: { before, after: { name } } });
      return { id };
    });
  },
});

export const removePasskey = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: passkeyIdInput,
  output: passkeyIdInput,
  describe: "Removes one of the caller's passkeys.",
  async run(ctx, { id }) {
    const { userId } = personOf(ctx);
    const name = await changingFactors(userId, async (db) => {
      const row = await db.passkey.findFirst({ where: { id, userId }, select: { name: true } });
      if (!row) throw notFound("passkey");
      await db.passkey.delete({ where: { id } });
      await noteRemoved(db, ctx, { factor: "passkey", ...row });
      return row.name;
    });
    await notifyOfFactor(ctx, "removed", `The passkey “${name}”`);
    return { id };
  },
});

/** The question to any passkey of this site, or to those of one person. */
async function ask(purpose: Purpose, userId: string | null) {
  const known = userId
    ? await platformClient().passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } })
    : [];
  const options = await generateAuthenticationOptions({
    rpID: site,
    userVerification: "required",
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  await storeChallenge(purpose, userId, options.challenge);
  return { options: { ...options } };
}

export const askForPasskey = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: z.object({}),
  output: passkeyChallenge,
  describe: "Returns a new challenge for signing in with a passkey; it can be used once. The request names no account.",
  async run(ctx) {
    await throttle(perAddress, ctx.address);
    return await ask("signIn", null);
  },
});

export const askMyPasskey = identity.operation({
  kind: "mutation",
  permission: "person",
  input: z.object({}),
  output: passkeyChallenge,
  describe: "Returns a new challenge for one of the caller's passkeys, to confirm their identity; it can be used once.",
  run: (ctx) => ask("confirm", personOf(ctx).userId),
});

/**
 * The person of a passkey, and whether it answered a question of ours rightly, on this site. With `userId` only that
 * person's passkeys count.
 */
export async function takePasskey(
  purpose: "confirm" | "signIn",
  answer: z.output<typeof addPasskeyInput>["answer"],
  userId: string | null = null,
): Promise<{ owner: string | null; accepted: boolean }> {
  const client = platformClient();
  const row = await client.passkey.findUnique({ where: { credentialId: answer.id } });
  if (!row || (userId !== null && row.userId !== userId)) return { owner: null, accepted: false };
  const owner = row.userId;
  const result = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge: (challenge) => consumeChallenge(purpose, userId, challenge),
    expectedOrigin: origin,
    expectedRPID: site,
    credential: {
      id: row.credentialId,
      publicKey: new Uint8Array(row.publicKey),
      counter: Number(row.counter),
      transports: row.transports,
    },
  }).catch(unreadable);
  if (!result?.verified) return { owner, accepted: false };
  const counter = BigInt(result.authenticationInfo.newCounter);
  await client.passkey.updateMany({ where: { id: row.id }, data: { counter, lastUsedAt: new Date() } });
  return { owner, accepted: true };
}
