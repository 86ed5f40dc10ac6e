import "server-only";
import type { StaffRole } from "@/lib/staff-roles";
import type { Caller } from "../access.ts";
import { tokenHash } from "../crypto.ts";
import { platformQuery } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** The context of operations of the staff console: no tenant, the platform client, and a person of the staff. */
export interface StaffCtx {
  readonly realm: "staff";
  readonly actor: {
    type: "staff";
    staffId: string;
    sessionId: string;
    name: string;
    email: string;
    role: StaffRole;
  };
  /** When the second factor of this browser session was given; null without one. */
  readonly factorAt: Date | null;
  /** When this session last proved who the person is; null if never. */
  readonly confirmedAt: Date | null;
  readonly requestId: string;
  readonly address: string;
  /** Rows that this request wrote into the platform's log. */
  readonly noted: { count: number };
}

interface Row {
  user_id: string;
  session_id: string;
  name: string;
  email: string;
  role: StaffRole;
  factor_at: Date | null;
  confirmed_at: Date | null;
}

const bySession = `
  select u.id user_id, s.id session_id, u.name, u.email, f.role, s.factor_at, s.confirmed_at
  from sessions s join users u on u.id = s.user_id join staff f on f.user_id = u.id and f.suspended_at is null
  where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()`;

/** UNAUTHENTICATED without a session; NOT_FOUND for everyone who is not staff, as if there were no console. */
export async function staffCtx(caller: Caller): Promise<StaffCtx> {
  const { credential, requestId, address } = caller;
  if (credential?.type !== "session") throw new AppError("UNAUTHENTICATED", "Sign in to continue.");
  const [row] = await platformQuery<Row>("staff-session", bySession, [tokenHash(credential.token)]);
  if (!row) throw new AppError("NOT_FOUND", "There is nothing at this address.");
  const { user_id: staffId, session_id: sessionId, name, email, role } = row;
  return {
    realm: "staff",
    actor: { type: "staff", staffId, sessionId, name, email, role },
    factorAt: row.factor_at,
    confirmedAt: row.confirmed_at,
    requestId,
    address,
    noted: { count: 0 },
  };
}
