import "server-only";
import { platformQuery } from "@/server/db/client";

/** Rows that go with one statement: no lock is held for long. */
const atOnce = 5_000;

/** Deletes acts outside of workspaces that are older than 180 days; returns how many, 0 when none is left. */
export async function forgetIdentityEvents(): Promise<number> {
  const [row] = await platformQuery<{ gone: number }>("identity-forget", "select forget_identity_events($1) as gone", [
    atOnce,
  ]);
  return row?.gone ?? 0;
}

/** Deletes changes of e-mail addresses that were not confirmed in time; returns how many. */
export async function forgetEmailChanges(): Promise<number> {
  const rows = await platformQuery<{ user_id: string }>(
    "email-changes-forget",
    "delete from email_changes where expires_at < now() returning user_id",
    [],
  );
  return rows.length;
}
