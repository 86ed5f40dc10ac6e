import "server-only";
import { addDays } from "date-fns";
import type { Ctx } from "@/server/context";

/** The log of changes is kept for so many days, and runs with it. */
const keptDays = 90;
/** Hints that were followed are kept for so long, so that the same webhook again changes nothing. */
const inboxDays = 2;

/** The rows of a rehearsal are kept as long as it counts. */
const rehearsedDays = 1;

/** When the oldest row of the log may be deleted; null without any. */
export async function forgetFrom({ db }: Ctx): Promise<Date | null> {
  const run = await db.syncRun.findFirst({ orderBy: { startedAt: "asc" }, select: { startedAt: true } });
  const hint = await db.syncInbox.findFirst({
    where: { handledAt: { not: null } },
    orderBy: { receivedAt: "asc" },
    select: { receivedAt: true },
  });
  const rehearsal = await db.syncRun.findFirst({
    where: { kind: "rehearsal", rehearsed: { some: {} } },
    orderBy: { startedAt: "asc" },
    select: { startedAt: true },
  });
  const times = [
    run && addDays(run.startedAt, keptDays),
    hint && addDays(hint.receivedAt, inboxDays),
    rehearsal && addDays(rehearsal.startedAt, rehearsedDays),
  ];
  const known = times.flatMap((at) => at?.getTime() ?? []);
  return known.length > 0 ? new Date(Math.min(...known)) : null;
}

/** Deletes old changes, runs, hints and rows of rehearsals. */
export async function forgetOldWork({ db }: Ctx, now: Date): Promise<void> {
  const before = addDays(now, -keptDays);
  await db.syncChange.deleteMany({ where: { at: { lt: before } } });
  await db.syncRun.deleteMany({ where: { startedAt: { lt: before } } });
  await db.syncRehearsed.deleteMany({ where: { run: { startedAt: { lt: addDays(now, -rehearsedDays) } } } });
  await db.syncInbox.deleteMany({ where: { handledAt: { not: null }, receivedAt: { lt: addDays(now, -inboxDays) } } });
}
