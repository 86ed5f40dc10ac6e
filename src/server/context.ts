import "server-only";
import { type Entitlements, entitlementsAt, type Subscription } from "@/lib/entitlements";
import type { LimitKey } from "@/lib/plans";
import type { Reach, Role } from "@/lib/role-rows";
import type { Permission } from "@/lib/roles";
import { type Actor, type IdentityActor, type MemberInfo, memberOf } from "./actor.ts";
import type { CustomFields } from "./custom/definitions.ts";
import { type Db, tenantDb } from "./db/tenant-db.ts";
import { deletionReason } from "./deletion-due.ts";
import type { EmittedEvent } from "./emitted-event.ts";
import { moduleOfPermission } from "./entitlements.ts";
import { newId } from "./new-id.ts";
import { type Grant, mayInSupport, mayWhileReadOnly, reachOf } from "./permissions.ts";

export type Visibility = "everyone" | "team" | "own";

export interface TenantInfo {
  id: string;
  slug: string;
  name: string;
  status: string;
  suspendedReason: string | null;
  /** When it will be deleted; null unless an owner asked for that. */
  deletionDueAt: Date | null;
  currency: string;
  locale: string;
  timeZone: string;
  /** The first day of the fiscal year, month and day: "04-01". */
  fiscalYearStart: string;
  /** Number of memberships that have ended; part of the name of the workspace's channel. */
  departures: number;
  /** Its members need a session with a second factor. */
  requiresFactor: boolean;
  /** Its members read the names of linked records that they may not open. */
  showsHiddenNames: boolean;
  /** Only the objects whose records are not visible to everyone. */
  visibility: Readonly<Record<string, Visibility>>;
  /** Its custom fields and tags. */
  custom: CustomFields;
  /** Its plan, and exceptions granted beside it. */
  subscription: Subscription;
}

/** Members whose records this actor sees as "team" and edits as "team" (ids, the actor's own included). */
export interface Peers {
  sees: readonly string[];
  edits: readonly string[];
}

/** Facts about the support session of a request, besides its actor. */
export interface SupportFacts {
  ticket: string;
  endsAt: Date;
}

/** The context of every operation in a workspace. */
export interface Ctx {
  readonly realm: "tenant";
  readonly tenant: TenantInfo;
  readonly actor: Actor;
  readonly member: MemberInfo | null;
  readonly peers: Peers;
  readonly grants: readonly Grant[];
  readonly entitlements: Entitlements;
  /** The reason why this actor may only read: the workspace is not paid for, waits for its deletion, or lacks seats. */
  readonly readOnly: string | null;
  /** Only in a support session: for the line above each page. */
  readonly support: SupportFacts | null;
  /** Optional fields that the actor may not read, by entity. Generic parts call `readable()` and never read this. */
  readonly hiddenFields: Readonly<Record<string, readonly string[]>>;
  readonly requestId: string;
  /** The browser tab or client that made the change, so that it can ignore its own signal. */
  readonly origin: string | null;
  /** Network address of the caller; null for work without a request. */
  readonly address: string | null;
  /** Set by an import or a bulk change: one id for all its events. */
  readonly batchId: string | null;
  /** Open screens are updated once at the end of the batch, and not by each of its events. */
  readonly signalsAtEnd?: true;
  readonly db: Db;
  /** True inside the transaction that `execute()` opened. */
  readonly inTransaction: boolean;
  /** The transaction is a preview that is rolled back: it holds nothing that others wait for. */
  readonly rehearses?: true;
  /** This change is counted already among those that its member may make in a minute. */
  readonly isPaced?: true;
  /** 1, or more when `execute()` runs a mutation again after a conflict. */
  readonly attempt: number;
  /** Events of the current mutation; written in its transaction before it commits. */
  readonly emitted: EmittedEvent[];
  /** Runs after the transaction of the mutation has committed; a failure here changes nothing. */
  readonly afterCommit: (() => void)[];
  /** The things that a limit of the plan counts, where the transaction has read them with others (`limits.ts`). */
  readonly counted: Map<LimitKey, readonly { id: string; name: string }[]>;
  /** Set by a mutation that found nothing to change, so that it needs no event. */
  readonly outcome: { unchanged: boolean };
  reach(permission: Permission): Reach;
  can(permission: Permission): boolean;
}

/** The part of a context needed to read the workspace's own data, for work that has no actor. */
export type TenantData = Pick<Ctx, "tenant" | "db">;

/** The context of operations outside any workspace: no tenant, the platform client. */
export interface IdentityCtx {
  readonly realm: "identity";
  readonly actor: IdentityActor;
  readonly requestId: string;
  /** Network address of the caller as our outermost trusted proxy reported it. */
  readonly address: string;
  readonly userAgent: string | null;
}

export interface CtxParts {
  tenant: TenantInfo;
  actor: Actor;
  member: MemberInfo | null;
  grants?: readonly Grant[];
  support?: SupportFacts | null;
  hiddenFields?: Ctx["hiddenFields"];
  peers?: Peers;
  requestId?: string;
  origin?: string | null;
  address?: string | null;
  batchId?: string | null;
}

/** A context inside a workspace. Rights follow from actor, role and grants only. */
export function createCtx(parts: CtxParts): Ctx {
  const role: Role | null = parts.member?.role ?? null;
  const grants = parts.grants ?? [];
  const self = memberOf(parts.actor);
  const entitlements = entitlementsAt(parts.tenant.subscription, new Date(), parts.tenant.status);
  const readOnly = readOnlyReason(parts, entitlements);
  const reach = (permission: Permission): Reach => {
    if (!entitlements.has(moduleOfPermission(permission))) return "none";
    if (readOnly !== null && !mayWhileReadOnly(permission)) return "none";
    if (parts.actor.type === "staff" && !mayInSupport(permission)) return "none";
    return reachOf(permission, parts.actor, role, grants);
  };
  return {
    realm: "tenant",
    tenant: parts.tenant,
    actor: parts.actor,
    member: parts.member,
    peers: parts.peers ?? { sees: self ? [self] : [], edits: self ? [self] : [] },
    grants,
    entitlements,
    readOnly,
    support: parts.support ?? null,
    hiddenFields: parts.hiddenFields ?? {},
    requestId: parts.requestId ?? newId(),
    origin: parts.origin ?? null,
    address: parts.address ?? null,
    batchId: parts.batchId ?? null,
    db: tenantDb(parts.tenant.id).db,
    inTransaction: false,
    attempt: 1,
    emitted: [],
    afterCommit: [],
    counted: new Map(),
    outcome: { unchanged: false },
    reach,
    can: (permission) => reach(permission) !== "none",
  };
}

/** Why nobody may change this workspace now: it waits for its deletion, or is not paid for. */
export const closedReason = ({ tenant, entitlements }: Pick<Ctx, "tenant" | "entitlements">): string | null =>
  deletionReason(tenant) ?? entitlements.readOnly?.reason ?? null;

/** Why a workspace is read-only for this actor; null for system jobs, which still send notices and change the plan. */
function readOnlyReason({ tenant, actor, member }: CtxParts, entitlements: Entitlements): string | null {
  if (actor.type === "system" || actor.type === "webhook") return null;
  if (actor.type === "staff" && actor.readOnly)
    return "This support session is read only. An owner or admin can allow changes.";
  const closed = closedReason({ tenant, entitlements });
  if (closed !== null) return closed;
  const seats = entitlements.limit("seats");
  if (seats === null || !member?.place || member.place <= seats) return null;
  return `This workspace has more members than its ${seats} seats, so you can only read. Ask its owner for a seat.`;
}
