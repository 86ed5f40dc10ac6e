import "server-only";
import type { IdentityCtx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { verifyPassword } from "@/server/password";
import { giveBack, type Limit, rateLimited, spend, throttle } from "@/server/rate-limit";

const quarter = 900;

// A window of 15 minutes can overlap two of the limiter's: twice (7 + 3) keeps the limit of 20 attempts.
const perAccount: Limit = {
  name: "password",
  points: 7,
  seconds: quarter,
  refusal: (wait) =>
    `Too many attempts for this account. Wait ${wait}, or sign in from a browser that you have used before.`,
};
const perAccountKnown: Limit = {
  name: "password-known",
  points: 3,
  seconds: quarter,
  refusal: (wait) => `Too many attempts for this account. Wait ${wait}, or reset your password.`,
};
const perAddress: Limit = {
  name: "password-address",
  points: 50,
  seconds: quarter,
  refusal: (wait) => `Too many attempts from your network. Wait ${wait}.`,
};

export interface PasswordTry {
  /** Folded e-mail address, known or not. */
  emailKey: string;
  stored: string | null;
  password: string;
  /** From a browser with a session or a device mark of this person, or with a link mailed to them. */
  known: boolean;
}

/**
 * Compares a password under the throttle: at most 20 attempts of an account in any 15 minutes. Some are reserved for
 * known browsers, so that strangers cannot lock a person out. RATE_LIMITED with the wait.
 */
export async function tryPassword(ctx: IdentityCtx, attempt: PasswordTry): Promise<boolean> {
  await throttle(perAddress, ctx.address);
  const limit = await takeTry(attempt);
  let isGuess = false;
  try {
    isGuess = !(await verifyPassword(attempt.password, attempt.stored));
  } finally {
    // Nor is it one where too many people sign in, and the password was not compared.
    if (!isGuess) {
      await giveBack(limit, attempt.emailKey);
      await giveBack(perAddress, ctx.address);
    }
  }
  return !isGuess;
}

/**
 * Whether a person still has the password that was compared, and locks it until the transaction ends: a later change
 * then sees the new session. The comparison takes long enough for a change in between.
 */
export async function keepsPassword(db: Prisma.TransactionClient, id: string, stored: string | null): Promise<boolean> {
  const { count } = await db.user.updateMany({ where: { id, passwordHash: stored }, data: { passwordHash: stored } });
  return count === 1;
}

async function takeTry({ emailKey, known }: PasswordTry): Promise<Limit> {
  const wait = await spend(perAccount, emailKey);
  if (wait === 0) return perAccount;
  if (!known) throw rateLimited(perAccount, wait);
  const waitKnown = await spend(perAccountKnown, emailKey);
  if (waitKnown === 0) return perAccountKnown;
  throw rateLimited(perAccountKnown, Math.min(wait, waitKnown));
}
