import "server-only";
import { z } from "zod";
import type { SecondStepWays } from "@/lib/second-step";
import { foldKey } from "@/lib/text";
import { identity } from "@/modules/platform/module";
import type { IdentityCtx } from "@/server/context";
import { readSigned, signed, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { deviceOf, passwordMark, secondStepSeconds } from "@/server/device-cookie";
import { AppError, invalid } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { giveBack, type Limit, throttle } from "@/server/rate-limit";
import { personEvents } from "../events";
import { signInCodeInput, signInInput, signInOutput, signInPasskeyInput, signOutInput } from "../schema";
import { takeCode } from "./codes";
import { tryPassword } from "./credentials";
import { factorsOf } from "./factors";
import { openSession } from "./open-session";
import { takePasskey } from "./passkeys";

const select = {
  id: true,
  name: true,
  email: true,
  passwordHash: true,
  emailVerifiedAt: true,
} satisfies Prisma.UserSelect;
type Person = Prisma.UserGetPayload<{ select: typeof select }>;

/** Only next-auth calls this: its output contains the session token, so no transport offers it. */
export const signIn = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signInInput,
  output: signInOutput,
  describe:
    "Opens a session with e-mail address and password. An unknown address and a wrong password get the same response.",
  async run(ctx, input) {
    const emailKey = foldKey(input.email);
    const person = await platformClient().user.findUnique({
      where: { emailKey },
      select,
    });
    const { known } = await deviceOf(input.device, person);
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
        `Confirm your e-mail address first, using the link that we sent to ${person.email}.`,
        {
          reason: "unverified",
        },
      );
    }
    await askSecondFactor(person);
    const session = await openSession(ctx, { person, device: input.device, factor: null });
    if (!session) throw mismatch();
    return session;
  },
});

const mismatch = () =>
  new AppError("UNAUTHENTICATED", "E-mail address and password do not match. Check both, or reset the password.");

function noteRefusal(ctx: IdentityCtx, userId: string | null, reason: Refusal) {
  return noteIdentity(platformClient(), ctx, personEvents.signInRefused, { userId, data: { reason } });
}

type Refusal = "password" | "unverified" | "code" | "passkey";

const purpose = "second step";
const proofOfPassword = z.object({ userId: z.uuid(), mark: z.string(), until: z.number() });

/**
 * Ends the first step for a person with a second factor: no session, but a proof that the password was right. It is no
 * session token, counts with a second factor only, and ends with the password.
 */
async function askSecondFactor(person: Person): Promise<void> {
  const { totp, passkeys } = await factorsOf(person.id);
  if (!totp && passkeys === 0) return;
  const until = Date.now() + secondStepSeconds * 1000;
  const proof = { userId: person.id, mark: passwordMark(person), until };
  throw new AppError("UNAUTHENTICATED", "Sign in with your second factor too.", {
    reason: "secondStep",
    challenge: signed(purpose, JSON.stringify(proof)),
    ways: waysOf({ totp, passkeys }),
  });
}

/** The ways of the second step that a person has. */
function waysOf({ totp, passkeys }: { totp: boolean; passkeys: number }): SecondStepWays {
  if (!totp) return "passkey";
  return passkeys === 0 ? "code" : "both";
}

/** The person whose password was right in the first step, while that is recent and still their password. */
async function personOfProof(challenge: string): Promise<Person> {
  const text = readSigned(purpose, challenge);
  const proof = text === null ? null : proofOfPassword.parse(JSON.parse(text));
  const person = proof && (await platformClient().user.findUnique({ where: { id: proof.userId }, select }));
  if (!person || proof.until < Date.now() || proof.mark !== passwordMark(person))
    throw new AppError("UNAUTHENTICATED", "Your sign-in took too long. Start again with your password.", {
      reason: "begin",
    });
  return person;
}

/** Only next-auth calls this and the next one, for the same reason. */
export const signInWithCode = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signInCodeInput,
  output: signInOutput,
  describe: "The second step of a sign-in: a code of the authenticator app, or a recovery code.",
  async run(ctx, { challenge, code, device }) {
    const person = await personOfProof(challenge);
    const { known } = await deviceOf(device, person);
    const factor = await takeCode(ctx, { person, code, known });
    if (!factor) {
      await noteRefusal(ctx, person.id, "code");
      throw invalid("code", "This code is wrong or was already used. Try the next one.");
    }
    const session = await openSession(ctx, { person, device, factor });
    if (!session) throw mismatch();
    return session;
  },
});

/** Each wrong answer is a row of the log, so nobody gives them without end. */
const passkeysPerAddress: Limit = {
  name: "passkey-answer-address",
  points: 50,
  seconds: 900,
  refusal: (wait) => `Too many attempts from your network. Wait ${wait}.`,
};

export const signInWithPasskey = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signInPasskeyInput,
  output: signInOutput,
  describe:
    "Opens a session with a passkey, which replaces both steps because it asks for a fingerprint, a face or a PIN.",
  async run(ctx, { answer, device }) {
    await throttle(passkeysPerAddress, ctx.address);
    const { owner, accepted } = await takePasskey("signIn", answer);
    const person = accepted && owner && (await platformClient().user.findUnique({ where: { id: owner }, select }));
    if (!person) {
      await noteRefusal(ctx, owner, "passkey");
      throw new AppError("UNAUTHENTICATED", "This passkey is not known. Sign in with your password.");
    }
    await giveBack(passkeysPerAddress, ctx.address);
    const session = await openSession(ctx, { person, device, factor: "passkey" });
    if (!session) throw mismatch();
    return session;
  },
});

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
