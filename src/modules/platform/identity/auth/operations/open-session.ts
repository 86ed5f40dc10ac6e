import "server-only";
import type { IdentityCtx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { deviceOf, sealDevice } from "@/server/device-cookie";
import { noteIdentity } from "@/server/identity-events";
import { appLink } from "@/server/mailer";
import { sessionDays } from "@/server/session-cookie";
import { personEvents } from "../events";
import { deviceName } from "../rules";
import { keepsPassword } from "./credentials";
import { notifyPerson } from "./notify-person";

const day = 86_400_000;

interface Opening {
  person: { id: string; name: string; email: string; passwordHash: string | null };
  /** The mark of the browser, if it has one. */
  device: string | null;
  /** The second factor that was given; null is none. */
  factor: "totp" | "passkey" | "recoveryCode" | null;
}

/**
 * Opens a session for a person who has proven who they are, and tells them of a browser that is new to them. Null when
 * the password was changed after the comparison.
 */
export async function openSession(ctx: IdentityCtx, { person, device, factor }: Opening) {
  const { id: userId, passwordHash } = person;
  const token = randomToken();
  const { id: deviceId } = await deviceOf(device, person);
  const now = new Date();
  const expiresAt = new Date(now.getTime() + sessionDays * day);
  const opened = await platformClient().$transaction(async (db) => {
    if (!(await keepsPassword(db, userId, passwordHash))) return null;
    const earlier = await db.session.findFirst({ where: { userId }, select: { id: true } });
    const here = await db.session.findFirst({ where: { userId, deviceId }, select: { id: true } });
    const data = {
      userId,
      tokenHash: tokenHash(token),
      userAgent: ctx.userAgent,
      address: ctx.address,
      deviceId,
      confirmedAt: now,
      factorAt: factor && now,
      expiresAt,
    };
    const { id } = await db.session.create({ data, select: { id: true } });
    const event = { sessionId: id, ...(factor ? { factor } : {}) };
    await noteIdentity(db, ctx, personEvents.signedIn, { userId, data: event });
    // Sessions that ended long ago are of no interest to anybody.
    const old = new Date(now.getTime() - sessionDays * day);
    await db.session.deleteMany({ where: { userId, expiresAt: { lt: old } } });
    return { isNewDevice: earlier !== null && here === null };
  });
  if (!opened) return null;
  if (opened.isNewDevice) await notifyOfDevice(ctx, person);
  return { userId, token, device: await sealDevice(person, deviceId) };
}

async function notifyOfDevice(ctx: IdentityCtx, person: Opening["person"]): Promise<void> {
  await notifyPerson(person, {
    subject: "New sign-in to your account",
    happened: `Somebody signed in to your account with ${deviceName(ctx.userAgent)}${ctx.address ? ` from ${ctx.address}` : ""}, a device that you had not used before.`,
    otherwise: "If that was not you, reset the password: this signs out every device.",
    action: { label: "Reset the password", href: appLink("/forgot") },
  });
}
