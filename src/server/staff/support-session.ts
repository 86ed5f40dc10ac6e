import "server-only";
import { LRUCache } from "lru-cache";
import { nouns, settings } from "@/lib/nouns/all";
import { type Permission, permissionTable } from "@/lib/roles";
import { supportEvents } from "@/lib/support-events";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import type { Kind, RestRoute, StaffAccess } from "../operation-def.ts";
import { mayInSupport } from "../permissions.ts";
import { processWide } from "../process-wide.ts";

interface StaffOperation {
  kind: Kind;
  module: string;
  permission: Permission;
  staff?: StaffAccess;
  rest?: RestRoute;
  list?: object;
  page?: true;
}

/**
 * The right that staff need in a support session. All that concerns the workspace itself is closed to them unless an
 * operation says otherwise, and so is deleting for good.
 */
export function staffAccessOf({ kind, module, permission, staff }: StaffOperation): StaffAccess {
  if (staff) return staff;
  if (!mayInSupport(permission)) return "never";
  if (kind === "query") return "read";
  return module === "platform" ? "never" : "write";
}

/** Throws the reason why a support session does not allow this operation. */
export function refuseStaff(def: StaffOperation, ctx: Ctx): void {
  if (ctx.actor.type !== "staff") return;
  const access = staffAccessOf(def);
  if (access === "never")
    throw new AppError("FORBIDDEN", "Staff can never do this in a workspace. Ask one of its members to do it.");
  if (access === "write" && ctx.actor.readOnly)
    throw new AppError("FORBIDDEN", "This support session is read only. An owner or admin can allow changes.");
}

const ended = () =>
  new AppError("FORBIDDEN", "This support session has ended. Nothing was saved.", { reason: "supportEnded" });

/**
 * Before an answer leaves and before a change commits: FORBIDDEN if the support session ended meanwhile. In a
 * transaction it also keeps the session from ending until the change is committed.
 */
export async function requireSupport(ctx: Ctx): Promise<void> {
  if (ctx.actor.type !== "staff" || ctx.actor.sessionId === null) return;
  const lock = ctx.inTransaction ? Prisma.sql`for share` : Prisma.empty;
  const rows = await tenantSql<{ alive: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select 1 as alive from support_sessions
      where tenant_id = ${ctx.tenant.id}::uuid and id = ${ctx.actor.sessionId}::uuid
        and ended_at is null and expires_at > clock_timestamp() ${lock}`,
  );
  if (rows.length === 0) throw ended();
}

/** Whether an event was written in a support session that is over: work that it began stops with it. */
export async function isOfEndedSupport(ctx: Ctx, eventId: string): Promise<boolean> {
  const rows = await tenantSql<{ ended: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select 1 as ended from events e
      where e.tenant_id = ${ctx.tenant.id}::uuid and e.id = ${eventId}::uuid
        and e.impersonator_id is not null and e.actor->>'sessionId' is not null
        and not exists (
          select from support_sessions s
          where s.tenant_id = e.tenant_id and s.id = (e.actor->>'sessionId')::uuid
            and s.ended_at is null and s.expires_at > clock_timestamp()
        )`,
  );
  return rows.length > 0;
}

const noted = processWide<LRUCache<string, true>>("readings of staff").getOrMake(
  () => new LRUCache({ max: 10_000, ttl: 60_000 }),
);

/**
 * Notes what staff read, before they see it; the same reading within a minute once.
 * `write` runs the note in a transaction.
 */
export async function noteReading(
  ctx: Ctx,
  def: StaffOperation,
  input: unknown,
  write: (note: (inner: Ctx) => void) => Promise<void>,
): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "staff" || actor.sessionId === null || def.kind !== "query" || ctx.inTransaction) return;
  const id = actor.sessionId;
  const { event, data } = readingOf(def, input);
  const key = [id, event.name, data.subject, data.recordId, data.page].join(" ");
  if (noted.has(key)) return;
  await write((inner) => emit(inner, event, { id, data }));
  noted.set(key, true);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const recordAddress = /^\/[\w-]+\/\{id\}$/;

/** Staff open records at their addresses, lists, and other pages. All else is what a page reads besides. */
function readingOf({ permission, rest, list, page }: StaffOperation, input: unknown): Reading {
  const given: { id?: unknown; page?: unknown } = input && typeof input === "object" ? input : {};
  if (page && typeof given.page === "string") return { event: supportEvents.opened, data: openedAt(given.page) };
  const recordId = typeof given.id === "string" && uuid.test(given.id) ? given.id : null;
  const isRecord = recordId !== null && rest?.method === "GET" && recordAddress.test(rest.path);
  const event = list || isRecord ? supportEvents.opened : supportEvents.read;
  return { event, data: { subject: permission.split(":")[0] ?? "", recordId } };
}

interface Reading {
  event: typeof supportEvents.opened | typeof supportEvents.read;
  data: { subject: string; recordId: string | null; page?: string };
}

/** A page by its address. Of a list and of a record it is what their requests note, so that each counts once. */
function openedAt(page: string): Reading["data"] {
  const [first = "", ...more] = page.split("/").filter(Boolean);
  const place = first === "settings" ? more[0] : first;
  const rest = first === "settings" ? more.slice(1) : more;
  const subject = subjectOf(place ?? "");
  const recordId = rest.find((part) => uuid.test(part)) ?? null;
  if (subject) return { subject, recordId };
  return { subject: "page", recordId: null, page };
}

/** The object that a page lists, as its permissions call it: "accounts" is "account". */
function subjectOf(place: string): string | undefined {
  const heads: [string, { path: string }][] = Object.entries({ ...settings, ...nouns });
  const noun = heads.find(([, { path }]) => path === place)?.[0];
  return noun ?? [place.slice(0, -1)].find((one) => place === `${one}s` && `${one}:view` in permissionTable);
}
