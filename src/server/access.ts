import "server-only";
import { groupBy } from "@/lib/group-by";
import { localDay } from "@/lib/working-time";
import { type MemberRow, memberColumns, memberInfo, type TenantRow, tenantColumns, tenantInfo } from "./access-rows.ts";
import type { Actor, IdentityActor, MemberInfo, SessionFacts } from "./actor.ts";
import { type Ctx, createCtx, type IdentityCtx, type Peers, type TenantInfo } from "./context.ts";
import { tokenHash } from "./crypto.ts";
import { platformQuery } from "./db/client.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { notDeleted } from "./deletion-due.ts";
import { AppError, notFound } from "./errors.ts";
import { admitKey } from "./key-access.ts";
import { log } from "./log.ts";
import type { Grant } from "./permissions.ts";
import { refuseSlowly } from "./refuse-slowly.ts";
import { type RequestRate, refuseUsedUp } from "./request-rate.ts";
import { noteStranger } from "./staff/staff-refusals.ts";
import { collect } from "./usage/collect.ts";

/** The parts of a request that name its caller and workspace, before any of them is checked. */
export interface Caller {
  credential: { type: "session"; token: string } | { type: "apiKey"; key: string } | null;
  /** Slug from the address or from X-Workspace; an API key belongs to one workspace and needs none. */
  workspace: string | null;
  requestId: string;
  origin: string | null;
  address: string;
  userAgent: string | null;
  /** The rate limits of its API key, set while the request is answered. */
  rate?: RequestRate;
}

interface AccessRow extends Omit<MemberRow, "tenant_id" | "member_id"> {
  user_id: string | null;
  user_name: string | null;
  user_email: string | null;
  credential_id: string;
  seen_at: Date | null;
  factor_at: Date | null;
  confirmed_at: Date | null;
  scopes: string[] | null;
  ranges: string[] | null;
  per_minute: number | null;
  tenant_id: string | null;
  member_id: string | null;
}

const bySession = `
  select u.id user_id, u.name user_name, u.email user_email, s.id credential_id, s.last_seen_at seen_at, s.factor_at,
    s.confirmed_at, null scopes, null ranges, null per_minute, ${memberColumns}
  from sessions s
  join users u on u.id = s.user_id
  left join tenants t on t.slug = $2 and ${notDeleted}
  left join members m on m.tenant_id = t.id and m.user_id = u.id and m.status = 'active'
  where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()`;

const byKey = `
  select m.user_id, null user_name, null user_email, k.id credential_id, k.last_used_at seen_at, null factor_at,
    null confirmed_at, k.scopes, k.ranges, k.per_minute, ${memberColumns}
  from api_keys k
  join tenants t on t.id = k.tenant_id and ${notDeleted}
  join members m on m.tenant_id = k.tenant_id and m.id = k.member_id and m.status = 'active' and m.role <> 'guest'
  where (k.key_hash = $1 or (k.previous_hash = $1 and k.previous_until > now())) and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`;

async function lookUp(caller: Caller): Promise<AccessRow | null> {
  const { credential } = caller;
  if (!credential) return null;
  const rows =
    credential.type === "session"
      ? await platformQuery<AccessRow>("access-session", bySession, [tokenHash(credential.token), caller.workspace])
      : await platformQuery<AccessRow>("access-key", byKey, [tokenHash(credential.key)]);
  const row = rows[0] ?? null;
  if (row) touch(credential.type, row);
  return row;
}

const seenEvery = 5 * 60_000;

/** Keeps "last seen" and "last used" accurate to five minutes without making the request wait for the update. */
function touch(type: "session" | "apiKey", row: AccessRow): void {
  if (row.seen_at && Date.now() - row.seen_at.getTime() < seenEvery) return;
  const text =
    type === "session"
      ? "update sessions set last_seen_at = now() where id = $1"
      : "update api_keys set last_used_at = now() where id = $1";
  platformQuery(`touch-${type}`, text, [row.credential_id]).catch((error: unknown) =>
    log.warn({ err: error }, "last use was not noted"),
  );
}

/** Keeps a member's last activity in this workspace up to date. Requests with an API key do not count as presence. */
function touchMember({ id: tenantId, ...tenant }: TenantInfo, memberId: string, activeAt: Date | null): void {
  if (activeAt && Date.now() - activeAt.getTime() < seenEvery) return;
  const key = `${memberId} ${localDay(new Date(), tenant.timeZone)}`;
  collect({ ...tenant, id: tenantId }, { meter: "activeMembers", key, source: "session", memberId });
  const touched = Prisma.sql`
    update members set last_active_at = now() where tenant_id = ${tenantId}::uuid and id = ${memberId}::uuid`;
  tenantSql(tenantId, tenantDb(tenantId).db, touched).catch((error: unknown) =>
    log.warn({ err: error }, "last activity was not noted"),
  );
}

const sessionOf = (row: AccessRow): SessionFacts => ({
  sessionId: row.credential_id,
  factorAt: row.factor_at,
  confirmedAt: row.confirmed_at,
});

/** The error for members without a second factor in a workspace that requires one. API keys need none. */
const needsFactor = (workspace: string) =>
  new AppError("FORBIDDEN", `${workspace} requires a second factor. Set one up, or sign in with yours.`, {
    reason: "secondFactor",
  });

/** The context of a request without a workspace; without a session the actor is anonymous. */
export async function identityCtx(caller: Caller): Promise<IdentityCtx> {
  const row = caller.credential?.type === "session" ? await lookUp(caller) : null;
  const actor: IdentityActor =
    row?.user_id && row.user_name && row.user_email
      ? {
          type: "person",
          userId: row.user_id,
          ...sessionOf(row),
          name: row.user_name,
          email: row.user_email,
        }
      : { type: "anonymous" };
  return {
    realm: "identity",
    actor,
    requestId: caller.requestId,
    address: caller.address,
    userAgent: caller.userAgent,
  };
}

/**
 * The context of a request in a workspace: one statement reads session or key, tenant, membership and grants.
 * UNAUTHENTICATED without a valid session or key; NOT_FOUND for a workspace that the caller is not a member of.
 */
export async function tenantCtx(caller: Caller): Promise<Ctx> {
  const { credential } = caller;
  const noteRate = (rate: RequestRate) => {
    caller.rate = rate;
  };
  if (credential?.type === "apiKey") await refuseSlowly(() => refuseUsedUp(tokenHash(credential.key), noteRate));
  const row = await lookUp(caller);
  if (!row) {
    throw new AppError(
      "UNAUTHENTICATED",
      credential?.type === "apiKey"
        ? "This API key is no longer valid. Create a new one in the settings."
        : "Sign in to continue.",
    );
  }
  if (row.tenant_id && !row.member_id) return await supportCtx({ ...row, tenant_id: row.tenant_id }, caller);
  if (!row.tenant_id || !row.member_id) throw notFound("workspace");
  if (credential?.type === "apiKey" && caller.workspace && caller.workspace !== row.slug) throw notFound("workspace");
  const tenant = await tenantInfo({ ...row, tenant_id: row.tenant_id });
  const member = memberInfo({ ...row, tenant_id: row.tenant_id, member_id: row.member_id });
  const actor: Actor = row.scopes
    ? { type: "apiKey", keyId: row.credential_id, memberId: member.id, scopes: row.scopes }
    : { type: "user", memberId: member.id, userId: row.user_id ?? "", ...sessionOf(row) };
  if (actor.type === "user" && tenant.requiresFactor && !actor.factorAt) throw needsFactor(tenant.name);
  if (actor.type === "user") touchMember(tenant, member.id, row.active_at);
  const peers = await peersOf(tenant, member);
  const ctx = createCtx({
    tenant,
    actor,
    member,
    grants: row.grants,
    peers,
    requestId: caller.requestId,
    origin: caller.origin,
    address: caller.address,
  });
  if (actor.type === "apiKey" && credential?.type === "apiKey") {
    const key = { ...actor, hash: tokenHash(credential.key), ranges: row.ranges ?? [], perMinute: row.per_minute };
    await admitKey(ctx, key, caller, noteRate);
  }
  return ctx;
}

interface SupportRow extends MemberRow {
  support_id: string;
  staff_id: string;
  staff_name: string;
  write: boolean;
  ticket: string;
  expires_at: Date;
}

const bySupport = `
  select x.id support_id, x.staff_id, x.staff_name, x.write, x.ticket, x.expires_at, ${memberColumns}
  from support_sessions x
  join staff f on f.user_id = x.staff_id and f.suspended_at is null
  join tenants t on t.id = x.tenant_id and t.status = 'active' and ${notDeleted}
  join members m on m.tenant_id = x.tenant_id and m.id = x.member_id and m.status = 'active'
  where x.tenant_id = $1 and x.session_id = $2 and x.ended_at is null and x.expires_at > now()`;

/**
 * The context of staff in the workspace that this browser session opened; for anyone else the workspace does not exist.
 */
async function supportCtx(found: { tenant_id: string; credential_id: string }, caller: Caller): Promise<Ctx> {
  const asked = [found.tenant_id, found.credential_id];
  const [row] = await platformQuery<SupportRow>("access-support", bySupport, asked);
  if (!row) {
    const error = notFound("workspace");
    const { requestId, address } = caller;
    void noteStranger(found.credential_id, { workspaceId: found.tenant_id, error, requestId, address });
    throw error;
  }
  const tenant = await tenantInfo(row);
  const member = memberInfo(row);
  return createCtx({
    tenant,
    actor: {
      type: "staff",
      staffId: row.staff_id,
      name: row.staff_name,
      sessionId: row.support_id,
      asMemberId: member.id,
      readOnly: !row.write,
    },
    member,
    grants: row.grants,
    support: { ticket: row.ticket, endsAt: row.expires_at },
    peers: await peersOf(tenant, member),
    requestId: caller.requestId,
    origin: caller.origin,
    address: caller.address,
  });
}

/**
 * Loads a workspace by its id, for acts that need it before the caller is a member, such as accepting an invitation.
 */
export async function tenantById(id: string): Promise<TenantInfo | null> {
  const [row] = await platformQuery<TenantRow>(
    "tenant-by-id",
    `select ${tenantColumns} from tenants t where t.id = $1`,
    [id],
  );
  return row ? await tenantInfo(row) : null;
}

/** The workspaces of these ids that are not gone, in one statement. */
export async function tenantsOf(ids: readonly string[]): Promise<TenantInfo[]> {
  if (ids.length === 0) return [];
  const rows = await platformQuery<TenantRow>(
    "tenants-of",
    `select ${tenantColumns} from tenants t where t.id = any($1::uuid[])`,
    [ids],
  );
  return await Promise.all(rows.map(tenantInfo));
}

/** A workspace with some of its members: user, role and grants of each. */
export interface Seats {
  tenant: TenantInfo;
  seats: { userId: string; member: MemberInfo; grants: Grant[] }[];
}

/** Loads a workspace with those of these members that are active, in one statement; null if it is gone. */
export async function seatsIn(tenantId: string, memberIds: readonly string[]): Promise<Seats | null> {
  const rows = await platformQuery<AccessRow & TenantRow>(
    "seats-in",
    `select m.user_id, ${memberColumns} from tenants t
     left join members m on m.tenant_id = t.id and m.id = any($2::uuid[]) and m.status = 'active'
     where t.id = $1`,
    [tenantId, memberIds],
  );
  const [first] = rows;
  if (!first) return null;
  const seats = rows.flatMap((row) =>
    row.user_id && row.member_id
      ? [{ userId: row.user_id, member: memberInfo({ ...row, member_id: row.member_id }), grants: row.grants }]
      : [],
  );
  return { tenant: await tenantInfo(first), seats };
}

/** One context for each workspace of a person, for acts that read or change all of them. */
export async function ctxsOfPerson(identity: IdentityCtx, userId: string): Promise<Ctx[]> {
  const rows = await platformQuery<MemberRow>(
    "ctxs-of-person",
    `select ${memberColumns} from members m join tenants t on t.id = m.tenant_id and ${notDeleted}
     where m.user_id = $1 and m.status = 'active' order by t.name, t.id`,
    [userId],
  );
  return await Promise.all(
    rows.map(async (row) =>
      createCtx({
        tenant: await tenantInfo(row),
        actor: { type: "user", memberId: row.member_id, userId },
        member: memberInfo(row),
        grants: row.grants,
        requestId: identity.requestId,
      }),
    ),
  );
}

/** The members who count as "team" for this member, as `peersOfAll` defines it. */
export async function peersOf(tenant: TenantInfo, member: MemberInfo): Promise<Peers> {
  return (await peersOfAll(tenant, [member]))(member);
}

/**
 * The members who count as "team" for each of these members: those in the same teams, and for managers also those in
 * the teams below. Read in one statement, and only if visibility or the role depends on it.
 */
export async function peersOfAll(
  tenant: TenantInfo,
  members: readonly MemberInfo[],
): Promise<(member: MemberInfo) => Peers> {
  const restricted = Object.values(tenant.visibility).some((level) => level !== "everyone");
  const managers = members.filter(({ role }) => role === "manager").map(({ id }) => id);
  const others = members.filter(({ role }) => restricted && (role === "member" || role === "viewer"));
  const asked = [...managers, ...others.map(({ id }) => id)];
  const rows =
    asked.length === 0
      ? []
      : await tenantSql<{ of: string; id: string }>(
          tenant.id,
          tenantDb(tenant.id).db,
          Prisma.sql`
            with recursive theirs as (
              select member_id as of, team_id from team_members where member_id = any(${asked}::uuid[])
              union
              select a.of, t.id from theirs a join teams t on t.parent_id = a.team_id
              where a.of = any(${managers}::uuid[])
            )
            select distinct a.of, p.member_id as id from theirs a join team_members p on p.team_id = a.team_id`,
        );
  const peers = groupBy(rows, (row) => row.of);
  return ({ id, role }) => {
    const sees = [...new Set([id, ...(peers.get(id) ?? []).map((row) => row.id)])];
    return { sees, edits: role === "manager" ? sees : [id] };
  };
}
