import type { Prisma } from "@/server/db/generated/client";
import type { Db } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";

interface Site {
  db: Db;
  memberId: string;
  marker: string;
}

/** An event with its deliveries and a run of a job, in the rows of a full workspace. */
export async function makeEvents({ db, memberId, marker }: Site, account: string) {
  const event = newId();
  await db.event.create({
    data: {
      id: event,
      name: "account.created",
      entity: "account",
      entityId: account,
      entityVersion: 1,
      actor: { type: "user", memberId },
      actorMemberId: memberId,
      data: { note: marker },
      requestId: marker,
    } satisfies Prisma.EventUncheckedCreateInput,
  });
  await db.eventSubject.create({ data: { eventId: event, entity: "account", entityId: account } });
  await db.privacyRequest.create({ data: { eventId: event, entity: marker, entityId: account }, select: { id: true } });
  await db.eventDelivery.create({
    data: { eventId: event, consumer: marker, entity: "account", entityId: account, reason: marker },
  });
  const run = { job: marker, eventId: event, runId: marker, eventName: "account.created" };
  const { id: jobRun } = await db.jobRun.create({
    data: { ...run, entity: "account", entityId: account, status: "failed", reason: marker },
    select: { id: true },
  });
  await db.sweep.create({ data: { job: marker, slot: marker } });
  await db.dueWork.create({ data: { job: marker, at: new Date() } });
  return { event, jobRun };
}
