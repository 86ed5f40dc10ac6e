import { randomUUID } from "node:crypto";
import { newSubscription } from "@/lib/entitlements";
import { currentVersion, isPaid, type PlanKey } from "@/lib/plans";
import type { Role } from "@/lib/role-rows";
import { foldKey } from "@/lib/text";
import { peersOf, seatsIn } from "@/server/access";
import type { Actor, MemberInfo } from "@/server/actor";
import { type Ctx, createCtx, type TenantInfo, type Visibility } from "@/server/context";
import { noCustomFields } from "@/server/custom/definitions";
import { platformClient } from "@/server/db/client";
import { tenantDb } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import type { Grant } from "@/server/permissions";
import { newMark } from "./new-mark";

export interface TestMember extends MemberInfo {
  userId: string;
  email: string;
}

/** A separate workspace for one suite: members are created on demand, contexts are those of real requests. */
export interface TestWorkspace {
  tenant: TenantInfo;
  /** A new member with this role. */
  join(role: Role): Promise<TestMember>;
  /** The context of a member's request, with the current teams and visibility. */
  as(
    member: TestMember,
    more?: {
      grants?: Grant[];
      visibility?: Record<string, Visibility>;
      scopes?: string[];
      keyId?: string;
      hiddenFields?: Ctx["hiddenFields"];
    },
  ): Promise<Ctx>;
  /** A new member of this role, and the context of its request. */
  role(role: Role): Promise<Ctx>;
  system: Ctx;
}

/** The plan without a bound of seats, so that tests of other things meet no limit. */
const largest = { plan: "enterprise", planVersion: currentVersion, state: "active", trialEndsAt: null } as const;

/** A workspace without members, on the largest plan or in its trial. */
export async function testWorkspace({ plan = "enterprise" }: { plan?: PlanKey } = {}): Promise<TestWorkspace> {
  const bought = isPaid(plan) ? largest : {};
  const id = newId();
  const mark = newMark();
  const tenant: TenantInfo = {
    id,
    slug: `test-${mark}`,
    name: `Test ${mark}`,
    status: "active",
    suspendedReason: null,
    deletionDueAt: null,
    currency: "USD",
    locale: "en-US",
    timeZone: "America/Chicago",
    fiscalYearStart: "01-01",
    departures: 0,
    requiresFactor: false,
    showsHiddenNames: false,
    visibility: {},
    custom: noCustomFields,
    subscription: { ...newSubscription(new Date()), ...bought },
  };
  await tenantDb(id).db.tenant.create({
    data: { id, slug: tenant.slug, name: tenant.name, currency: "USD", locale: "en-US", timeZone: tenant.timeZone },
  });

  await tenantDb(id).db.subscription.updateMany({ data: bought });

  async function join(role: Role): Promise<TestMember> {
    const suffix = newMark();
    const email = `${role}-${suffix}@test.example`;
    const name = `${role} ${suffix}`;
    const user = await platformClient().user.create({
      data: { name, email, emailKey: email, emailVerifiedAt: new Date() },
    });
    const member = await tenantDb(id).db.member.create({
      data: { userId: user.id, name, nameKey: foldKey(name), email, emailKey: email, role, status: "active" },
    });
    return { id: member.id, userId: user.id, email, name, role };
  }

  const as: TestWorkspace["as"] = async (member, more = {}) => {
    const seen = { ...tenant, visibility: more.visibility ?? {} };
    const actor: Actor = more.scopes
      ? { type: "apiKey", keyId: more.keyId ?? randomUUID(), memberId: member.id, scopes: more.scopes }
      : { type: "user", memberId: member.id, userId: member.userId };
    const { grants = [], hiddenFields = {} } = more;
    return createCtx({ tenant: seen, actor, member, grants, hiddenFields, peers: await peersOf(seen, member) });
  };

  return {
    tenant,
    join,
    as,
    role: async (role) => as(await join(role)),
    system: createCtx({ tenant, actor: { type: "system", job: "test", reason: "arrange" }, member: null }),
  };
}

/** The context of a later request: it knows the zones, custom fields, tags and plan that there are since. */
export async function later(ctx: Ctx): Promise<Ctx> {
  const found = await seatsIn(ctx.tenant.id, ctx.member ? [ctx.member.id] : []);
  if (!found) throw new Error("The workspace is gone.");
  const { timeZone, custom, subscription } = found.tenant;
  const { zone: _zone, ...known } = ctx.member ?? {};
  const zone = found.seats[0]?.member.zone;
  const member = ctx.member && { ...(known as MemberInfo), ...(zone ? { zone } : {}) };
  return createCtx({ ...ctx, member, tenant: { ...ctx.tenant, timeZone, custom, subscription } });
}
