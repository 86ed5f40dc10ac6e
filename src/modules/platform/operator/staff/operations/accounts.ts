import "server-only";
import type { StaffRole } from "@/lib/staff-roles";
import { foldKey } from "@/lib/text";
import { forgetFactors } from "@/modules/platform/identity/auth/operations/factors";
import { renewLink } from "@/modules/platform/identity/auth/operations/links";
import { endSessions } from "@/modules/platform/identity/auth/operations/sessions";
import { platformClient } from "@/server/db/client";
import { AppError } from "@/server/errors";
import { appLink } from "@/server/mailer";

interface NewStaff {
  email: string;
  name: string;
  role: StaffRole;
}

/**
 * Makes an account of staff, or opens a suspended one again with this role. Password and factors of an
 * earlier time are gone; the link that it returns sets a password once. CONFLICT for a member of a workspace: an account is one or the other.
 */
export async function addStaff({ email, name, role }: NewStaff): Promise<string> {
  const emailKey = foldKey(email);
  return await platformClient().$transaction(async (db) => {
    await db.user.createMany({ data: [{ name, email, emailKey }], skipDuplicates: true });
    const { id } = await db.user.findUniqueOrThrow({ where: { emailKey }, select: { id: true } });
    if ((await db.member.count({ where: { userId: id } })) > 0)
      throw new AppError("CONFLICT", `${email} is a member of a workspace. Staff need an account of their own.`);
    const isOpen = (await db.staff.count({ where: { userId: id, suspendedAt: null } })) > 0;
    await db.user.update({ where: { id }, data: { name, ...(isOpen ? {} : { passwordHash: null }) } });
    if (!isOpen) {
      // Somebody else may know them: the link sets all of them anew.
      await forgetFactors(db, id);
      await db.emailChange.deleteMany({ where: { userId: id } });
    }
    await endSessions(db, id);
    await db.staff.upsert({ where: { userId: id }, create: { userId: id, role }, update: { role, suspendedAt: null } });
    await db.staffEvent.create({ data: { name: "staff.added", data: { email, name, role } } });
    return appLink(`/reset?token=${await renewLink(db, id, "reset")}`);
  });
}

/** The standing of an address that is staff already, as an addition to a sentence; "" for any other. */
export async function staffStanding(email: string): Promise<string> {
  const known = await platformClient().staff.findFirst({
    where: { user: { emailKey: foldKey(email) } },
    select: { role: true, suspendedAt: true },
  });
  if (!known) return "";
  return known.suspendedAt ? ", and no longer suspended" : `, and was before (${known.role})`;
}

/** Ends the rights and all sessions of an account of staff, and with them its support sessions. */
export async function suspendStaff({ email }: { email: string }): Promise<void> {
  const emailKey = foldKey(email);
  await platformClient().$transaction(async (db) => {
    const { count } = await db.staff.updateMany({
      where: { suspendedAt: null, user: { emailKey } },
      data: { suspendedAt: new Date() },
    });
    if (count === 0) throw new AppError("NOT_FOUND", `${email} has no active account of staff.`);
    const { id } = await db.user.findUniqueOrThrow({ where: { emailKey }, select: { id: true } });
    const sessions = await endSessions(db, id);
    await db.staffEvent.create({ data: { name: "staff.suspended", data: { email, sessions } } });
  });
}
