import "server-only";
import { counted, plainLocale } from "@/lib/counted";
import { pace } from "@/lib/pace";
import type { Actor, IdentityActor } from "./actor.ts";
import { AppError } from "./errors.ts";
import { type Counter, consumeOne, counter, stateOf } from "./shared-limit.ts";
import type { StaffCtx } from "./staff/staff-ctx.ts";

type Writer = Actor | IdentityActor | StaffCtx["actor"];

/** The person behind a request of a session. Null for keys, which have the limits of their plan, and for background work. */
function sessionOf(actor: Writer): string | null {
  if (actor.type === "staff") return actor.sessionId && `staff ${actor.staffId}`;
  if (actor.type === "person") return `person ${actor.userId}`;
  return actor.type === "user" && actor.sessionId !== undefined ? `member ${actor.memberId}` : null;
}

/** Counts a change that a session makes; RATE_LIMITED with the time to wait if its member made too many. */
export async function countWrite(actor: Writer, from: Counter = counter()): Promise<void> {
  const id = sessionOf(actor);
  if (id === null) return;
  const limit = { name: "writes", id, quota: pace.writesPerMinute, firstPartFree: true } as const;
  if (await consumeOne(limit, from)) return;
  const wait = Math.max(1, stateOf(limit).reset);
  const [changes, seconds] = [
    counted(limit.quota, { one: "change", many: "changes" }, plainLocale),
    counted(wait, { one: "second", many: "seconds" }, plainLocale),
  ];
  throw new AppError(
    "RATE_LIMITED",
    `You may make ${changes} a minute. Nothing was changed. Wait ${seconds}, then try again.`,
    { retryAfter: wait },
  );
}
