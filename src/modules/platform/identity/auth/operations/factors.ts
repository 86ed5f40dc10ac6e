import "server-only";
import { create as drawQr } from "qrcode";
import { z } from "zod";
import { identity } from "@/modules/platform/module";
import { isoOf } from "@/server/columns";
import type { IdentityCtx } from "@/server/context";
import { platformClient, platformExecute } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { AppError, invalid } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { appLink } from "@/server/mailer";
import { personEvents } from "../events";
import { qrPath } from "../rules";
import { factorAdded, factors, finishTotpInput, newTotp, recoveryCodes } from "../schema";
import { keepTotp, newTotpSecret, renewRecoveryCodes, takeFirstTotp } from "./codes";
import { notifyPerson } from "./notify-person";
import { personOf } from "./person";

type Db = Prisma.TransactionClient;

/** The ways in which a person can prove who they are besides the password. */
export async function factorsOf(
  userId: string,
  db: Db = platformClient(),
): Promise<{ totp: boolean; passkeys: number }> {
  const [totp, passkeys] = await Promise.all([
    db.totpSecret.count({ where: { userId, confirmedAt: { not: null } } }),
    db.passkey.count({ where: { userId } }),
  ]);
  return { totp: totp > 0, passkeys };
}

export const myFactors = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: factors,
  describe: "The caller's authenticator app, passkeys and number of unused recovery codes.",
  async run(ctx) {
    const { userId, factorAt } = personOf(ctx);
    const client = platformClient();
    const [totp, passkeys, recoveryCodesLeft] = await Promise.all([
      client.totpSecret.findUnique({ where: { userId }, select: { confirmedAt: true } }),
      client.passkey.findMany({
        where: { userId },
        orderBy: { id: "asc" },
        select: { id: true, name: true, createdAt: true, lastUsedAt: true },
      }),
      client.recoveryCode.count({ where: { userId, usedAt: null } }),
    ]);
    return {
      totpSince: isoOf(totp?.confirmedAt ?? null),
      passkeys: passkeys.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: isoOf(row.lastUsedAt),
      })),
      recoveryCodesLeft,
      givenHere: Boolean(factorAt),
    };
  },
});

/**
 * A transaction that changes the factors of a person. They run one after another, so that each counts the factors that
 * the others left.
 */
export function changingFactors<T>(userId: string, work: (db: Db) => Promise<T>): Promise<T> {
  return platformClient().$transaction(async (db) => {
    await platformExecute(db, Prisma.sql`select 1 from users where id = ${userId}::uuid for no key update`);
    return await work(db);
  });
}

/**
 * Notes a factor that was added, and counts this session as opened with it. Returns recovery codes where the person had
 * none.
 */
export async function noteAdded(
  db: Db,
  ctx: IdentityCtx,
  added: { factor: "totp" | "passkey"; name: string },
): Promise<string[] | null> {
  const { userId, sessionId } = personOf(ctx);
  await noteIdentity(db, ctx, personEvents.factorAdded, { userId, data: added });
  const now = new Date();
  await db.session.updateMany({ where: { id: sessionId, userId }, data: { factorAt: now, confirmedAt: now } });
  const codes = await db.recoveryCode.count({ where: { userId } });
  return codes > 0 ? null : await renewRecoveryCodes(db, ctx, userId);
}

/** Notes a factor that was removed. Without another one nothing counts as a second factor any more. */
export async function noteRemoved(
  db: Db,
  ctx: IdentityCtx,
  removed: { factor: "totp" | "passkey"; name: string },
): Promise<void> {
  const { userId } = personOf(ctx);
  await noteIdentity(db, ctx, personEvents.factorRemoved, { userId, data: removed });
  const { totp, passkeys } = await factorsOf(userId, db);
  if (totp || passkeys > 0) return;
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.session.updateMany({ where: { userId }, data: { factorAt: null } });
}

/** Removes all that counts as a second factor of a person, for a caller who ends their sessions too. */
export async function forgetFactors(db: Db, userId: string): Promise<void> {
  const where = { userId };
  await db.totpSecret.deleteMany({ where });
  await db.passkey.deleteMany({ where });
  await db.recoveryCode.deleteMany({ where });
  await db.passkeyChallenge.deleteMany({ where });
}

const seeDevices = "If that was not you, sign out the devices that you do not know and reset the password.";

/** E-mails the person that a factor was added or removed. */
export async function notifyOfFactor(ctx: IdentityCtx, act: "added" | "removed", named: string): Promise<void> {
  await notifyPerson(personOf(ctx), {
    subject: act === "added" ? "A second factor was added" : "A second factor was removed",
    happened: `${named} was ${act} as a second factor for signing in to your account.`,
    otherwise: seeDevices,
    action: { label: "Reset the password", href: appLink("/forgot") },
  });
}

const appName = "Authenticator app";

export const startTotp = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: z.object({}),
  output: newTotp,
  describe: "Returns a new secret for the caller's authenticator app; it takes effect once a first code was entered.",
  async run(ctx) {
    const { userId, email } = personOf(ctx);
    if ((await factorsOf(userId)).totp) throw existing();
    const { secret, uri } = newTotpSecret(email);
    await platformClient().$transaction((db) => keepTotp(db, userId, secret, null));
    const { modules } = drawQr(uri, { errorCorrectionLevel: "M" });
    return { secret, qr: { size: modules.size, path: qrPath(modules) } };
  },
});

const existing = () => new AppError("CONFLICT", "You already have an authenticator app. Remove it first.");

const added = () =>
  new AppError(
    "CONFLICT",
    "This authenticator app was already added: its code was entered in another window. Close this dialog.",
  );

const replaced = () =>
  new AppError(
    "CONFLICT",
    "Somebody added an authenticator app to your account, or started to, in another window. Close this dialog and start again.",
  );

export const finishTotp = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: finishTotpInput,
  output: factorAdded,
  describe: "Adds the authenticator app of `startTotp`, with its first code; returns recovery codes the first time.",
  async run(ctx, given) {
    const { userId } = personOf(ctx);
    const taken = await takeFirstTotp(userId, given);
    if (taken === "replaced") throw replaced();
    if (taken === "added") throw added();
    if (taken === null)
      throw invalid("code", "This code is wrong. Wait for the next one, and check the clock of your device.");
    const codes = await changingFactors(userId, async (db) => {
      const { count } = await db.totpSecret.updateMany({
        where: { userId, confirmedAt: null, sealed: taken.sealed },
        data: { confirmedAt: new Date() },
      });
      if (count === 0) throw replaced();
      return await noteAdded(db, ctx, { factor: "totp", name: appName });
    });
    await notifyOfFactor(ctx, "added", "An authenticator app");
    return { recoveryCodes: codes };
  },
});

export const removeTotp = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: z.object({}),
  output: z.object({ removed: z.boolean() }),
  describe: "Removes the caller's authenticator app. Safe to repeat.",
  async run(ctx) {
    const { userId } = personOf(ctx);
    const removed = await changingFactors(userId, async (db) => {
      const { count } = await db.totpSecret.deleteMany({ where: { userId, confirmedAt: { not: null } } });
      if (count > 0) await noteRemoved(db, ctx, { factor: "totp", name: appName });
      return count > 0;
    });
    if (removed) await notifyOfFactor(ctx, "removed", "The authenticator app");
    return { removed };
  },
});

export const makeRecoveryCodes = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: z.object({}),
  output: recoveryCodes,
  describe: "Makes new recovery codes for the caller; earlier ones stop working. They are shown this once.",
  async run(ctx) {
    const person = personOf(ctx);
    const codes = await changingFactors(person.userId, async (db) => {
      const { totp, passkeys } = await factorsOf(person.userId, db);
      if (!totp && passkeys === 0) throw new AppError("CONFLICT", "Add an authenticator app or a passkey first.");
      return await renewRecoveryCodes(db, ctx, person.userId);
    });
    await notifyPerson(person, {
      subject: "New recovery codes were created",
      happened: "New recovery codes were created for your account, and the earlier ones stopped working.",
      otherwise: seeDevices,
      action: { label: "Reset the password", href: appLink("/forgot") },
    });
    return { recoveryCodes: codes };
  },
});
