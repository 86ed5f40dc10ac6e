import "server-only";
import { readChannel, workspaceChannels } from "@/lib/channels";
import { Bell } from "../bell.ts";
import { platformQuery } from "../db/client.ts";
import { log } from "../log.ts";
import { cutOff, heardChannels } from "../pusher.ts";

const lookEveryMs = 1_000;
const longestAwayMs = 4_000;

/**
 * Cuts the lines of people whose session has ended (signed out, revoked, password changed, run out) and of everyone in a workspace
 * that is suspended, whoever did it, until the signal is given. What a process leaves undone the next one finds.
 */
export async function cutEndedAccess(signal: AbortSignal): Promise<void> {
  const suspended = new SuspendedWorkspaces();
  let awayMs = 0;
  while (!signal.aborted) {
    try {
      await cutEndedSessions();
      await suspended.cutNew();
      awayMs = 0;
    } catch (error) {
      awayMs = Math.min(longestAwayMs, awayMs * 2 || lookEveryMs);
      log.warn({ err: error }, "lines of those whose access has ended could not be cut, and will be");
    }
    await new Bell().rest(awayMs || lookEveryMs, signal);
  }
}

/**
 * Cuts all lines of the people whose sessions ended in the last minutes: a line does not say of which session it is. Other
 * sessions of theirs open them again. Where the channels server is away, throws and leaves them to the next look.
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

/** Takes sessions in hand, for as long as a call of the channels server may take: no transaction waits for it. */
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

/** Knows which workspaces are suspended, and cuts the lines into those that are so for the first time. */
class SuspendedWorkspaces {
  #known = new Set<string>();

  async cutNew(): Promise<void> {
    const rows = await platformQuery<{ id: string }>(
      "suspended-workspaces",
      "select id from tenants where status <> 'active'",
      [],
    );
    const now = new Set(rows.map(({ id }) => id));
    const added = [...now].filter((id) => !this.#known.has(id));
    if (added.length > 0) await this.#cut(added);
    this.#known = now;
  }

  async #cut(ids: readonly string[]): Promise<void> {
    const heard = (await heardChannels(workspaceChannels)).map(readChannel);
    const open = ids.filter((id) => heard.some((channel) => channel?.kind === "workspace" && channel.tenantId === id));
    if (open.length === 0) return;
    const members = await platformQuery<{ id: string }>(
      "members-of-workspaces",
      "select id from members where tenant_id = any($1::uuid[]) and status = 'active'",
      [open],
    );
    await cutOff(members.map(({ id }) => id));
  }
}
