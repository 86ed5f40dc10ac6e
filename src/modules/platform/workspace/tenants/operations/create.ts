import "server-only";
import { z } from "zod";
import { newSubscription } from "@/lib/entitlements";
import { usualFiscalYearStart } from "@/lib/relative-dates";
import { personOf } from "@/modules/platform/identity/auth/operations/person";
import { addMember } from "@/modules/platform/identity/members/operations/joining";
import { identity } from "@/modules/platform/module";
import { bootstraps } from "@/server/bootstraps";
import { createCtx, type IdentityCtx, type TenantInfo } from "@/server/context";
import { noCustomFields } from "@/server/custom/definitions";
import { platformClient, platformQuery } from "@/server/db/client";
import { notDeleted } from "@/server/deletion-due";
import { AppError, sqlState } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { noteIdentity } from "@/server/identity-events";
import { newId } from "@/server/new-id";
import { type Limit, throttle } from "@/server/rate-limit";
import { workspaceEvents, workspaceIdentityEvents } from "../events";
import { slugCandidates, slugFrom, slugProblem } from "../rules";
import { checkedSlug, checkSlugInput, createdWorkspace, createWorkspaceInput, memberships } from "../schema";

const perPerson: Limit = {
  name: "workspaces",
  points: 20,
  seconds: 86_400,
  refusal: (wait) => `You have created many workspaces today. Wait ${wait}.`,
};

export const myWorkspaces = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: memberships,
  describe: "The caller's workspaces with an active membership, by name.",
  async run(ctx) {
    const rows = await platformQuery<z.input<typeof memberships>[number] & { status: string; reason: string | null }>(
      "my-workspaces",
      `select t.slug, t.name, m.role, t.status, t.suspended_reason reason
       from members m join tenants t on t.id = m.tenant_id
       where m.user_id = $1 and m.status = 'active' and ${notDeleted} order by lower(t.name), t.id`,
      [personOf(ctx).userId],
    );
    return rows.map(({ status, reason, ...row }) => ({
      ...row,
      suspended: status === "suspended" ? (reason ?? "This workspace is suspended.") : null,
    }));
  },
});

export const checkSlug = identity.operation({
  kind: "query",
  permission: "person",
  input: checkSlugInput,
  output: checkedSlug,
  describe:
    "Returns whether a workspace can have this address, and an available one. Without a slug, one is derived from the name.",
  async run(_ctx, { slug: typed, name = "" }) {
    const slug = typed || slugFrom(name);
    const { taken, suggestion } = await freeSlug(slug, name);
    const problem = slugProblem(slug) ?? (taken ? takenText(slug, suggestion) : null);
    return { slug, problem, suggestion };
  },
});

async function freeSlug(slug: string, name: string): Promise<{ taken: boolean; suggestion: string }> {
  const candidates = slugCandidates(slug, name);
  const rows = await platformQuery<{ slug: string }>("slugs", "select slug from tenants where slug = any($1)", [
    [slug, ...candidates],
  ]);
  const used = new Set(rows.map((row) => row.slug));
  const free = candidates.find((candidate) => !used.has(candidate));
  return { taken: used.has(slug), suggestion: free ?? `workspace-${newId().slice(-8)}` };
}

const takenText = (slug: string, suggestion: string) => `${slug} is taken. Use ${suggestion} or enter a different one.`;

async function slugTaken(slug: string, name: string): Promise<AppError> {
  const { suggestion } = await freeSlug(slug, name);
  const message = takenText(slug, suggestion);
  return new AppError("CONFLICT", message, { fields: [{ path: "slug", message }], suggestion });
}

export const createWorkspace = identity.operation({
  kind: "mutation",
  permission: "person",
  input: createWorkspaceInput,
  output: createdWorkspace,
  describe:
    "Creates a workspace with the caller as owner and the first records of each domain. CONFLICT for a taken slug.",
  async run(ctx, input) {
    const person = personOf(ctx);
    await throttle(perPerson, person.userId);
    const facts = {
      status: "active",
      suspendedReason: null,
      deletionDueAt: null,
      fiscalYearStart: usualFiscalYearStart,
      departures: 0,
      requiresFactor: false,
      showsHiddenNames: false,
      visibility: {},
    };
    const own = { custom: noCustomFields, subscription: newSubscription(new Date()) };
    const tenant: TenantInfo = { id: newId(), ...input, ...facts, ...own };
    const memberId = newId();
    try {
      await build(ctx, tenant, { ...person, id: memberId });
    } catch (error) {
      if (sqlState(error) === "23505" || (error as { code?: string }).code === "P2002")
        throw await slugTaken(input.slug, input.name);
      throw error;
    }
    await noteIdentity(platformClient(), ctx, workspaceIdentityEvents.createdWorkspace, {
      userId: person.userId,
      data: { tenantId: tenant.id, slug: tenant.slug },
    });
    return { id: tenant.id, slug: tenant.slug, memberId };
  },
});

/** One transaction of the app role in the new tenant: its row, its owner, and the first records of every domain. */
async function build(
  identityCtx: IdentityCtx,
  tenant: TenantInfo,
  owner: { id: string; userId: string; name: string; email: string },
): Promise<void> {
  const ctx = createCtx({
    tenant,
    actor: { type: "user", memberId: owner.id, userId: owner.userId },
    member: { id: owner.id, name: owner.name, role: "owner" },
    requestId: identityCtx.requestId,
  });
  await inTransaction(ctx, async (inner) => {
    const { id, slug, name, currency, locale, timeZone } = tenant;
    await inner.db.tenant.create({ data: { id, slug, name, currency, locale, timeZone }, select: { id: true } });
    emit(inner, workspaceEvents.created, {
      id,
      version: 1,
      after: { slug, name, currency, locale, timeZone },
      data: {},
    });
    const { userId, email } = owner;
    await addMember(inner, { id: owner.id, userId, name: owner.name, email, role: "owner" });
    for (const bootstrap of bootstraps()) await bootstrap(inner);
  });
}
