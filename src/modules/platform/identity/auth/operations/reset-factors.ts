import "server-only";
import { foldKey } from "@/lib/text";
import type { IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { AppError } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { appLink } from "@/server/mailer";
import { newId } from "@/server/new-id";
import { personEvents } from "../events";
import { changingFactors, factorsOf, forgetFactors } from "./factors";
import { notifyPerson } from "./notify-person";
import { endSessions } from "./sessions";

interface Reset {
  email: string;
  /** How the operator knows that the account belongs to the person; for the log. */
  reason: string;
  /** Whether the account may be one of staff. */
  staff: boolean;
}

/**
 * Removes all factors, recovery codes and sessions of a person who lost their factors, by an operator's command. They
 * sign in with the password alone afterwards. Returns how many sessions ended.
 */
export async function resetFactors({ email, reason, staff }: Reset): Promise<number> {
  const person = await platformClient().user.findUnique({
    where: { emailKey: foldKey(email) },
    select: { id: true, name: true, email: true },
  });
  if (!person) throw new AppError("NOT_FOUND", `${email} has no account.`);
  const userId = person.id;
  const ended = await changingFactors(userId, async (db) => {
    const isStaff = (await db.staff.count({ where: { userId } })) > 0;
    if (isStaff && !staff)
      throw new AppError("CONFLICT", `${email} is a staff account. To continue, repeat the command with --staff.`);
    const { totp, passkeys } = await factorsOf(userId, db);
    if (!totp && passkeys === 0) throw new AppError("CONFLICT", `${email} has no second factor. Nothing was changed.`);
    await forgetFactors(db, userId);
    const sessionsEnded = await endSessions(db, userId);
    await noteIdentity(db, byCommand(), personEvents.factorsReset, {
      userId,
      data: { operatorReason: reason, sessionsEnded },
    });
    if (isStaff) await db.staffEvent.create({ data: { name: "staff.factorsReset", data: { email, reason } } });
    return sessionsEnded;
  });
  await notifyPerson(person, {
    subject: "Your second factor was removed",
    happened:
      "An operator removed the authenticator app, passkeys and recovery codes of your account, because you were reported to have lost them. You are signed out everywhere.",
    otherwise:
      "Sign in with your password and set up a new factor in your profile. If you did not ask for this, reset the password at once.",
    action: { label: "Reset the password", href: appLink("/forgot") },
  });
  return ended;
}

const byCommand = (): IdentityCtx => ({
  realm: "identity",
  actor: { type: "anonymous" },
  requestId: newId(),
  address: "",
  userAgent: null,
});
