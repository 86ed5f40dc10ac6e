import "server-only";
import type { Reach, Role } from "@/lib/role-rows";
import type { Permission } from "@/lib/roles";
import { type Actor, type IdentityActor, type MemberInfo, memberOf } from "./actor.ts";
import { type Db, tenantDb } from "./db/tenant-db.ts";
import type { EmittedEvent } from "./emitted-event.ts";
import { type Entitlements, entitlementsOf } from "./entitlements.ts";
import { newId } from "./new-id.ts";
import { type Grant, reachOf } from "./permissions.ts";

export type Visibility = "everyone" | "team" | "own";

export interface TenantInfo {
  id: string;
  slug: string;
  name: string;
  status: string;
  suspendedReason: string | null;
  currency: string;
  locale: string;
  timeZone: string;
  /** How often a membership has ended; the workspace's channel is named after it. */
  departures: number;
  /** Only the objects whose records are not visible to everyone. */
  visibility: Readonly<Record<string, Visibility>>;
}

/** Members whose records this actor sees as "team" and edits as "team" (ids, the actor's own included). */
export interface Peers {
  sees: readonly string[];
  edits: readonly string[];
}

/** What every operation of the tenant realm gets. */
export interface Ctx {
  readonly realm: "tenant";
  readonly tenant: TenantInfo;
  readonly actor: Actor;
  readonly member: MemberInfo | null;
  readonly peers: Peers;
  readonly grants: readonly Grant[];
  readonly entitlements: Entitlements;
  /** Optional fields that the actor may not read, by entity. Generic parts ask `readable()`, never this. */
  readonly hiddenFields: Readonly<Record<string, readonly string[]>>;
  readonly requestId: string;
  /** The browser tab or client that caused this, so that it can ignore its own echo. */
  readonly origin: string | null;
  /** Set by an import or a bulk act: one id for all its events. */
  readonly batchId: string | null;
  readonly db: Db;
  /** True inside the transaction that `execute()` opened. */
  readonly inTransaction: boolean;
  /** 1, and more when `execute()` runs a mutation again that lost a race. */
  readonly attempt: number;
  /** Events of the running mutation; written in its transaction before it commits. */
  readonly emitted: EmittedEvent[];
  /** Done when the transaction of the mutation has committed; what fails there changes nothing any more. */
  readonly afterCommit: (() => void)[];
  /** Set by a mutation that found nothing to change; it then needs no event. */
  readonly outcome: { unchanged: boolean };
  reach(permission: Permission): Reach;
  can(permission: Permission): boolean;
}

/** As much of a context as reading the workspace's own data needs: what work of no person in particular has. */
export type TenantData = Pick<Ctx, "tenant" | "db">;

/** What operations of the identity realm get: no tenant, the platform client. */
export interface IdentityCtx {
  readonly realm: "identity";
  readonly actor: IdentityActor;
  readonly requestId: string;
  /** Network address of the caller as our outermost trusted proxy saw it. */
  readonly address: string;
  readonly userAgent: string | null;
}

export interface CtxParts {
  tenant: TenantInfo;
  actor: Actor;
  member: MemberInfo | null;
  grants?: readonly Grant[];
  hiddenFields?: Ctx["hiddenFields"];
  peers?: Peers;
  requestId?: string;
  origin?: string | null;
  batchId?: string | null;
}

/** A context of the tenant realm. Rights follow from actor, role and grants; nothing else widens them. */
export function createCtx(parts: CtxParts): Ctx {
  const role: Role | null = parts.member?.role ?? null;
  const grants = parts.grants ?? [];
  const self = memberOf(parts.actor);
  const reach = (permission: Permission) => reachOf(permission, parts.actor, role, grants);
  return {
    realm: "tenant",
    tenant: parts.tenant,
    actor: parts.actor,
    member: parts.member,
    peers: parts.peers ?? { sees: self ? [self] : [], edits: self ? [self] : [] },
    grants,
    entitlements: entitlementsOf(parts.tenant.id),
    hiddenFields: parts.hiddenFields ?? {},
    requestId: parts.requestId ?? newId(),
    origin: parts.origin ?? null,
    batchId: parts.batchId ?? null,
    db: tenantDb(parts.tenant.id).db,
    inTransaction: false,
    attempt: 1,
    emitted: [],
    afterCommit: [],
    outcome: { unchanged: false },
    reach,
    can: (permission) => reach(permission) !== "none",
  };
}
