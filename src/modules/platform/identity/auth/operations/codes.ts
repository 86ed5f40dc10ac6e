import "server-only";
import { generateSecret, generateURI, verify } from "otplib";
import { counted, plainLocale } from "@/lib/counted";
import type { IdentityCtx } from "@/server/context";
import { randomCode, seal, tokenHash, unseal } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { noteIdentity } from "@/server/identity-events";
import { appLink } from "@/server/mailer";
import { giveBack, type Limit, rateLimited, spend } from "@/server/rate-limit";
import { personEvents } from "../events";
import { isTotpCode, plainCode } from "../rules";
import { notifyPerson } from "./notify-person";

type Db = Prisma.TransactionClient;

// Three of a million codes are right at a time.
const perPerson: Limit = {
  name: "second-factor",
  points: 7,
  seconds: 900,
  refusal: (wait) => `Too many wrong codes. Wait ${wait}, or sign in from a browser that you have used before.`,
};
const perPersonKnown: Limit = {
  name: "second-factor-known",
  points: 3,
  seconds: 900,
  refusal: (wait) => `Too many wrong codes. Wait ${wait}.`,
};

const day = 86_400;
/**
 * The number of wrong codes in a day of which the person is not notified. Somebody who goes on slowly is noticed too.
 */
const untold: Limit = { name: "second-factor-untold", points: perPerson.points - 1, seconds: day, refusal: String };
const perMail: Limit = { name: "second-factor-told", points: 1, seconds: day, refusal: String };

export interface CodeTry {
  person: { id: string; name: string; email: string };
  code: string;
  /** From a session of this person, or a browser in which they signed in before. */
  known: boolean;
}

/**
 * Takes one of the tries of a person. Some are reserved for known browsers: somebody with the password alone cannot
 * lock the person out. RATE_LIMITED with the wait.
 */
async function takeTry(userId: string, known: boolean): Promise<Limit> {
  const wait = await spend(perPerson, userId);
  if (wait === 0) return perPerson;
  if (!known) throw rateLimited(perPerson, wait);
  const waitKnown = await spend(perPersonKnown, userId);
  if (waitKnown === 0) return perPersonKnown;
  throw rateLimited(perPersonKnown, Math.min(wait, waitKnown));
}

/** The row that the secret of a person's authenticator app is sealed for. */
export const ownerOf = (userId: string) => `totp_secrets ${userId}`;

/** Seconds that clocks may differ by: the codes before and after this one are right too. */
const toleranceSeconds = 30;

/** A new secret for an authenticator app, and the address that a QR code of it holds. */
export function newTotpSecret(label: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: "Throughline", label, secret }) };
}

/** Stores the secret of a person's authenticator app in place of an earlier one. */
export async function keepTotp(db: Db, userId: string, secret: string, confirmedAt: Date | null): Promise<void> {
  const fields = { sealed: seal(ownerOf(userId), secret), lastStep: null, confirmedAt };
  await db.totpSecret.upsert({ where: { userId }, create: { userId, ...fields }, update: fields });
}

/** Gives a person an authenticator without asking them, for seeds and commands. */
export const setTotp = (userId: string, secret: string): Promise<void> =>
  keepTotp(platformClient(), userId, secret, new Date());

/**
 * Whether this is a first code of the app that the person adds with this secret, under the throttle: then the secret as it
 * is stored. Null for a wrong code; `replaced` when another secret was stored since this one was shown; `added` when this
 * one was confirmed before, which costs no try.
 */
export async function takeFirstTotp(
  userId: string,
  { code, secret }: { code: string; secret: string },
): Promise<{ sealed: string } | "replaced" | "added" | null> {
  const kept = await platformClient().totpSecret.findUnique({ where: { userId } });
  if (kept && unseal(ownerOf(userId), kept.sealed) !== secret) return "replaced";
  if (kept?.confirmedAt) return "added";
  const limit = await takeTry(userId, true);
  const right = await takeTotp(userId, code, { added: false });
  if (!kept || !right) return null;
  await giveBack(limit, userId);
  return { sealed: kept.sealed };
}

/**
 * Whether a code of the person's authenticator app is right. Each works once: its step and those before it are used up
 * in one statement.
 */
async function takeTotp(userId: string, code: string, { added }: { added: boolean }): Promise<boolean> {
  const kept = await platformClient().totpSecret.findUnique({ where: { userId } });
  if (!kept || (kept.confirmedAt !== null) !== added || !isTotpCode(code)) return false;
  const secret = unseal(ownerOf(userId), kept.sealed);
  const result = await verify({ secret, token: plainCode(code), epochTolerance: toleranceSeconds });
  if (!result.valid || !("timeStep" in result)) return false;
  const { timeStep } = result;
  const { count } = await platformClient().totpSecret.updateMany({
    where: { userId, sealed: kept.sealed, OR: [{ lastStep: null }, { lastStep: { lt: timeStep } }] },
    data: { lastStep: timeStep },
  });
  return count === 1;
}

/**
 * The factor that a code belongs to, under the throttle: the authenticator app or the recovery codes. Null for a wrong
 * or used one; the person is notified of many.
 */
export async function takeCode(ctx: IdentityCtx, attempt: CodeTry): Promise<"totp" | "recoveryCode" | null> {
  const { person, known } = attempt;
  const limit = await takeTry(person.id, known);
  const factor = await factorOf(ctx, attempt);
  if (factor) await giveBack(limit, person.id);
  else if ((await spend(untold, person.id)) > 0 && (await spend(perMail, person.id)) === 0)
    await notifyOfGuesses(person);
  return factor;
}

async function factorOf(ctx: IdentityCtx, { person, code }: CodeTry): Promise<"totp" | "recoveryCode" | null> {
  if (isTotpCode(code)) return (await takeTotp(person.id, code, { added: true })) ? "totp" : null;
  const left = await platformClient().$transaction((db) => takeRecoveryCode(db, ctx, person.id, code));
  if (left === null) return null;
  await notifyPerson(person, {
    subject: "A recovery code was used",
    happened: `A recovery code of your account was used, and ${counted(left, { one: "code is", many: "codes are" }, plainLocale)} left.`,
    otherwise: "If that was not you, reset the password and create new recovery codes in your profile.",
    action: { label: "Reset the password", href: appLink("/forgot") },
  });
  return "recoveryCode";
}

const notifyOfGuesses = (person: CodeTry["person"]) =>
  notifyPerson(person, {
    subject: "Wrong codes for your account",
    happened:
      "Somebody entered several wrong codes for your second factor, after entering your password or in one of your sessions.",
    otherwise:
      "If that was not you, somebody else knows your password: reset it. Until then, wrong codes can make you wait in browsers that you have not used before.",
    action: { label: "Reset the password", href: appLink("/forgot") },
  });

/** How many codes are left after this one; null for a wrong or used one. */
async function takeRecoveryCode(db: Db, ctx: IdentityCtx, userId: string, code: string): Promise<number | null> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, codeHash: hashOf(userId, code), usedAt: null },
    data: { usedAt: new Date() },
  });
  if (count === 0) return null;
  const left = await db.recoveryCode.count({ where: { userId, usedAt: null } });
  await noteIdentity(db, ctx, personEvents.recoveryCodeUsed, { userId, data: { left } });
  return left;
}

const hashOf = (userId: string, code: string) => tokenHash(`${userId} ${plainCode(code)}`);

const howMany = 10;

/** New recovery codes in place of all earlier ones. Only their hashes are kept: this is the one time to show them. */
export async function renewRecoveryCodes(db: Db, ctx: IdentityCtx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => randomCode());
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })) });
  await noteIdentity(db, ctx, personEvents.recoveryCodesMade, { userId, data: { codes: howMany } });
  return codes;
}
