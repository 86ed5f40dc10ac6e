import "server-only";
import { readChannel, workspaceChannels } from "@/lib/channels";
import { platformQuery } from "../db/client.ts";
import { log } from "../log.ts";
import { cutOff, subscribedChannels } from "../pusher.ts";
import { Wakeup } from "../wakeup.ts";

const lookEveryMs = 1_000;
const maxPauseMs = 4_000;

/**
 * Until the signal aborts, disconnects people whose session has ended (signed out, revoked, password changed,
 * expired) and everyone in a workspace that is suspended, or whose deletion is due. The next process does what this one leaves undone.
 */
export async function cutEndedAccess(signal: AbortSignal): Promise<void> {
  const closed = new ClosedWorkspaces();
  let pauseMs = 0;
  while (!signal.aborted) {
    try {
      await cutEndedSessions();
      await closed.cutNew();
      pauseMs = 0;
    } catch (error) {
      pauseMs = Math.min(maxPauseMs, pauseMs * 2 || lookEveryMs);
      log.warn({ err: error }, "connections of people without access could not be closed, and will be retried");
    }
    await new Wakeup().rest(pauseMs || lookEveryMs, signal);
  }
}

/**
 * Closes all connections of people whose sessions ended in the last minutes: a connection does not name its session,
 * and their other sessions reconnect. Throws if the channels server is unreachable; the next poll retries.
 */
export async function cutEndedSessions(): Promise<void> {
  const ended = await leaseEnded();
  if (ended.length === 0) return;
  const ids = ended.map(({ id }) => id);
  try {
    const members = await platformQuery<{ id: string }>(
      "members-of-people",
      "select id from members where user_id = any($1::uuid[]) and status = 'active'",
      [ended.map((one) => one.user_id)],
    );
    await cutOff(members.map(({ id }) => id));
  } catch (error) {
    await platformQuery("sessions-not-cut", "update sessions set cut_leased_until = null where id = any($1::uuid[])", [
      ids,
    ]);
    throw error;
  }
  await platformQuery("sessions-cut", "update sessions set cut_at = now() where id = any($1::uuid[])", [ids]);
}

/** Leases sessions for as long as a call to the channels server may take: no transaction waits for it. */
const leaseEnded = () =>
  platformQuery<{ id: string; user_id: string }>(
    "ended-sessions",
    `update sessions set cut_leased_until = now() + interval '15 seconds' where id in (
       select id from sessions where cut_at is null
         and least(revoked_at, expires_at) between now() - interval '10 minutes' and now()
         and (cut_leased_until is null or cut_leased_until < now())
       order by least(revoked_at, expires_at) limit 100 for update skip locked)
     returning id, user_id`,
    [],
  );

/** Remembers which workspaces are closed, and ends the connections into newly closed ones. */
class ClosedWorkspaces {
  #known = new Set<string>();

  async cutNew(): Promise<void> {
    const rows = await platformQuery<{ id: string }>(
      "closed-workspaces",
      "select id from tenants where status <> 'active' or deletion_due_at <= now()",
      [],
    );
    const now = new Set(rows.map(({ id }) => id));
    const added = [...now].filter((id) => !this.#known.has(id));
    if (added.length > 0) await this.#cut(added);
    this.#known = now;
  }

  async #cut(ids: readonly string[]): Promise<void> {
    const channels = (await subscribedChannels(workspaceChannels)).map(readChannel);
    const open = ids.filter((id) =>
      channels.some((channel) => channel?.kind === "workspace" && channel.tenantId === id),
    );
    if (open.length === 0) return;
    const members = await platformQuery<{ id: string }>(
      "members-of-workspaces",
      "select id from members where tenant_id = any($1::uuid[]) and status = 'active'",
      [open],
    );
    await cutOff(members.map(({ id }) => id));
  }
}
