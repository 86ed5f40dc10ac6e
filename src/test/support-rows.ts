import type { Db } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";

/** Consent, and a session that staff asked for. */
export async function makeSupport(db: Db, { memberId, marker }: { memberId: string; marker: string }): Promise<string> {
  await db.supportAccess.createMany({ data: [{ mode: "ask", setById: memberId }], skipDuplicates: true });
  const staff = { staffId: newId(), staffName: marker };
  const data = { ...staff, memberId, reason: marker, ticket: marker, write: false, minutes: 30 };
  return (await db.supportSession.create({ data, select: { id: true } })).id;
}
