import "server-only";
import { z } from "zod";
import { planEvents } from "@/lib/plan-events";
import { seatText } from "@/lib/plan-notices";
import { foldKey } from "@/lib/text";
import { mailOf, personOf } from "@/modules/platform/identity/auth/operations/person";
import { joinByAddress } from "@/modules/platform/identity/members/operations/joining";
import { identity } from "@/modules/platform/module";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx, type IdentityCtx } from "@/server/context";
import { platformClient, platformQuery } from "@/server/db/client";
import { notDeleted } from "@/server/deletion-due";
import { AppError, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { noteIdentity } from "@/server/identity-events";
import { requireRoom } from "@/server/limits";
import { newId } from "@/server/new-id";
import { type Limit, spend } from "@/server/rate-limit";
import { workspaceIdentityEvents } from "../../events";
import { mailDomain } from "../rules";
import { joinableWorkspaces, joinByDomainInput, joinedWorkspace } from "../schema";
import { isPublicDomain } from "./public-domains";

const perMissingSeat: Limit = { name: "domain-seat", points: 1, seconds: 86_400, refusal: (wait) => `Wait ${wait}.` };

interface Joinable {
  id: string;
  slug: string;
  name: string;
  members: number;
}

/** The person's address, if they have shown that it is theirs, and its domain. */
async function provenAddress(ctx: IdentityCtx): Promise<{ email: string; domain: string } | null> {
  const { email, isVerified } = await mailOf(personOf(ctx).userId);
  const domain = mailDomain(email);
  // A workspace may have one from the time before it counted as public.
  return isVerified && domain !== null && !isPublicDomain(domain) ? { email, domain } : null;
}

/** Workspaces that let people at the domain in. Members and those who were removed are offered none of theirs. */
async function workspacesAt(ctx: IdentityCtx, { email, domain }: { email: string; domain: string }) {
  return await platformQuery<Joinable>(
    "joinable-workspaces",
    `select t.id, t.slug, t.name,
       (select count(*)::int from members c where c.tenant_id = t.id and c.status = 'active') as members
     from join_domains j join tenants t on t.id = j.tenant_id
     where j.domain = $1 and j.confirmed_at is not null and t.status = 'active' and t.deletion_due_at is null and ${notDeleted}
       and not exists (
         select 1 from members m where m.tenant_id = t.id and m.status in ('active', 'removed')
           and (m.user_id = $2 or m.email_key = $3))
     order by lower(t.name), t.id limit 20`,
    [domain, personOf(ctx).userId, foldKey(email)],
  );
}

async function isMember(userId: string, slug: string): Promise<boolean> {
  const found = await platformQuery(
    "member-of-workspace",
    `select 1 from members m join tenants t on t.id = m.tenant_id
     where m.user_id = $1 and t.slug = $2 and m.status = 'active' and ${notDeleted}`,
    [userId, slug],
  );
  return found.length > 0;
}

export const listJoinableWorkspaces = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: joinableWorkspaces,
  describe:
    "The workspaces that the caller may join because of the domain of their e-mail address; none before it is confirmed.",
  async run(ctx) {
    const address = await provenAddress(ctx);
    if (!address) return { domain: "", workspaces: [] };
    const workspaces = (await workspacesAt(ctx, address)).map(({ id: _id, ...row }) => row);
    return { domain: address.domain, workspaces };
  },
});

export const joinByDomain = identity.operation({
  kind: "mutation",
  permission: "person",
  input: joinByDomainInput,
  output: joinedWorkspace,
  describe:
    "Joins a workspace as a member because of the domain of one's e-mail address; does nothing for a member of it. NOT_FOUND for any workspace that does not offer it; LIMIT_REACHED without a seat, and its owners and admins are notified.",
  async run(ctx, { slug }) {
    const person = personOf(ctx);
    if (await isMember(person.userId, slug)) return { slug };
    const address = await provenAddress(ctx);
    const offered = address ? (await workspacesAt(ctx, address)).find((row) => row.slug === slug) : undefined;
    const tenant = offered && (await tenantById(offered.id));
    if (!address || !tenant) throw notFound("workspace");
    const { userId, name } = person;
    const { email, domain } = address;
    const system = createCtx({ tenant, actor: { type: "system", job: "joining", reason: "seats" }, member: null });
    const id = newId();
    const joining = createCtx({
      tenant,
      actor: { type: "user", memberId: id, userId },
      member: { id, name, role: "member" },
      requestId: ctx.requestId,
    });
    try {
      await requireRoom(system, "seats");
      await inTransaction(joining, (inner) => enter(inner, domain, { id, userId, name, email }));
    } catch (error) {
      // The same person was first in another tab, maybe on the last seat.
      if (await isMember(userId, slug)) return { slug };
      throw await withoutSeat(system, { userId, email }, error);
    }
    await noteIdentity(platformClient(), ctx, workspaceIdentityEvents.joinedByDomain, {
      userId,
      data: { tenantId: tenant.id, domain },
    });
    return { slug: tenant.slug };
  },
});

/** The domain is asked for again: an admin may have taken it away a moment ago, and waits for this then. */
async function enter(
  ctx: Ctx,
  domain: string,
  person: { id: string; userId: string; name: string; email: string },
): Promise<void> {
  const { count } = await ctx.db.joinDomain.updateMany({
    where: { domain, confirmedAt: { not: null } },
    data: { lastJoinedAt: new Date() },
  });
  if (count === 0) throw notFound("workspace");
  await joinByAddress(ctx, person, domain);
}

/** Asks owners and admins for a seat where there is none, at most once a day for each person; returns what the person is told. */
async function withoutSeat(
  system: Ctx,
  { userId, email }: { userId: string; email: string },
  error: unknown,
): Promise<unknown> {
  const most = error instanceof AppError && error.code === "LIMIT_REACHED" ? error.details?.most : undefined;
  if (typeof most !== "number") return error;
  const { id, name } = system.tenant;
  if ((await spend(perMissingSeat, `${id} ${userId}`)) === 0)
    await inTransaction(system, async (inner) =>
      emit(inner, planEvents.seatMissing, { id, data: { text: seatText(email, most), email } }),
    );
  return new AppError(
    "LIMIT_REACHED",
    `${name} has no seat left. Its owners and admins were notified that you want to join. Try again later.`,
  );
}
