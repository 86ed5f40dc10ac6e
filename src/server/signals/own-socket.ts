import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { channelName } from "@/lib/channels";
import { memberOf } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { platformQuery } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { usersOn } from "../pusher.ts";

/** The channels server may know of a sign-in a moment later than the socket that asks. */
const looksAfterMs = [0, 300];

/**
 * Throws unless the socket is signed in as this member now: only such a socket is closed when access ends. The channel
 * of a socket names its user, because its signature is valid for that socket alone and contains no user.
 */
export async function requireOwnSocket(ctx: Ctx, socketId: string): Promise<void> {
  const memberId = memberOf(ctx.actor) ?? "";
  if (!(await isSignedIn(memberId, socketId)))
    throw new AppError("FORBIDDEN", "This socket is not signed in as you. Sign it in, then subscribe.");
  await requireLiveSession(ctx);
}

async function isSignedIn(memberId: string, socketId: string): Promise<boolean> {
  for (const afterMs of looksAfterMs) {
    await pause(afterMs);
    if ((await usersOn(channelName({ kind: "socket", socketId }))).includes(memberId)) return true;
  }
  return false;
}

/** A session that ended while this request looked at the socket may have had its connections closed already. */
async function requireLiveSession({ actor }: Ctx): Promise<void> {
  if (actor.type !== "user" || actor.sessionId === undefined) return;
  const rows = await platformQuery(
    "session-is-live",
    "select 1 from sessions where id = $1 and revoked_at is null and expires_at > now()",
    [actor.sessionId],
  );
  if (rows.length === 0) throw new AppError("UNAUTHENTICATED", "Your session has ended. Sign in again.");
}
