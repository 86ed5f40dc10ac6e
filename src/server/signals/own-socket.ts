import "server-only";
import { channelName } from "@/lib/channels";
import { memberOf } from "../actor.ts";
import type { Ctx } from "../context.ts";
import { platformQuery } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { usersOn } from "../pusher.ts";

/**
 * Throws CONFLICT unless the socket is signed in as this member now: only such a socket is closed when access ends. Its own
 * channel names its user, because that signature is valid for this socket alone and contains no user. The channels server
 * may know of a sign-in a moment later than the socket: the client asks again.
 */
export async function requireOwnSocket(ctx: Ctx, socketId: string): Promise<void> {
  const memberId = memberOf(ctx.actor) ?? "";
  const users = await usersOn(channelName({ kind: "socket", socketId }));
  if (!users.includes(memberId))
    throw new AppError("CONFLICT", "This socket is not signed in as you. Sign it in, then subscribe.");
  await requireLiveSession(ctx);
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
