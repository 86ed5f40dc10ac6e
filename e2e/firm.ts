import "@/registry/operations";
import "@/registry/register";
import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { PaidPlan } from "@/lib/plans";
import type { Role } from "@/lib/role-rows";
import type { Account } from "@/modules/crm/accounts/fields";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import type { Opportunity } from "@/modules/crm/opportunities/schema";
import { listPipelines } from "@/modules/crm/pipelines/operations";
import type { Stage } from "@/modules/crm/pipelines/schema";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { joinInvited } from "@/modules/platform/identity/members/operations/joining";
import { createWorkspace } from "@/modules/platform/workspace/tenants/operations/create";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx, type IdentityCtx, type TenantInfo } from "@/server/context";
import { tenantDb } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newMark } from "@/test/new-mark";
import { confirmedPerson } from "@/test/person";

/** The password of every person in the browser tests. */
export const password = "nine quiet lanterns";

/** Each anonymous visitor uses a separate network, so that no test uses up another one's attempts. */
export function nobody(): IdentityCtx {
  return {
    realm: "identity",
    actor: { type: "anonymous" },
    requestId: uuidv7(),
    address: randomUUID(),
    userAgent: "browser tests",
  };
}

export interface Person {
  userId: string;
  name: string;
  email: string;
}

/** A person with a confirmed account and no workspace yet. */
export async function makePerson(name: string): Promise<Person> {
  const email = addressOf(name);
  return { userId: await confirmedPerson({ name, email, password }), name, email };
}

/** An unused mail address. */
export function addressOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z]+/g) ?? [];
  return `${[...words, newMark()].join(".")}@firm.example`;
}

export interface NewOpportunity {
  name: string;
  stage: string;
  /** In whole units of its currency. */
  amount?: number;
  /** By default the firm's. */
  currency?: string;
  /** An account with this name, created for it. */
  account?: string;
  accountId?: string;
}

/** A separate workspace for one test, created with the operations of the screens. */
export interface Firm {
  tenant: TenantInfo;
  slug: string;
  name: string;
  owner: Person;
  /** The context of the owner's requests. */
  ctx: Ctx;
  /** The address of a page of this firm. */
  at(path: string): string;
  /** Invites someone, new or known, and accepts. */
  join(role: Exclude<Role, "owner">, who?: string | Person): Promise<Person & { ctx: Ctx }>;
  stages(): Promise<Map<string, Stage>>;
  account(input: Parameters<typeof accountOperations.create>[1]): Promise<Account>;
  /** Opportunities in the order of their column. */
  opportunities(opportunities: readonly NewOpportunity[]): Promise<Opportunity[]>;
}

/** Creates a workspace; without an owner a new person owns it. */
export async function makeFirm(name = `Firm ${newMark()}`, founder?: Person, plan?: PaidPlan): Promise<Firm> {
  const owner = founder ?? (await makePerson("Olive Owner"));
  const slug = `firm-${newMark()}`;
  const signedIn: IdentityCtx = { ...nobody(), actor: { type: "person", sessionId: uuidv7(), ...owner } };
  const regional = { currency: "USD", locale: "en-US", timeZone: "America/Chicago" };
  const made = await createWorkspace(signedIn, { name, slug, ...regional });
  const paid = plan && { plan, state: "active", trialEndsAt: null };
  if (paid) await tenantDb(made.id).db.subscription.updateMany({ data: paid });
  const found = await tenantById(made.id);
  if (!found) throw new Error(`${slug} was made and is not there.`);
  const tenant = found;
  const ctxOf = (person: Person, memberId: string, role: Role) =>
    createCtx({
      tenant,
      actor: { type: "user", memberId, userId: person.userId },
      member: { id: memberId, name: person.name, role },
    });
  const ctx = ctxOf(owner, made.memberId, "owner");

  async function join(role: Exclude<Role, "owner">, who: string | Person = `${role} ${newMark()}`) {
    const person = typeof who === "string" ? await makePerson(who) : who;
    const { results } = await inviteMembers(ctx, { invitees: [{ email: person.email, name: person.name }], role });
    const { invitationId, memberId } = results[0] ?? {};
    if (!invitationId || !memberId) throw new Error(`${person.email} could not be invited.`);
    const theirs = ctxOf(person, memberId, role);
    await inTransaction(theirs, (inner) => joinInvited(inner, invitationId, person));
    return { ...person, ctx: theirs };
  }

  async function stages() {
    const [pipeline] = await listPipelines(ctx, {});
    return new Map(pipeline?.stages.map((stage) => [stage.name, stage]));
  }

  const account: Firm["account"] = (input) => accountOperations.create(ctx, input);

  async function opportunities(list: readonly NewOpportunity[]) {
    const known = await stages();
    const accounts = new Map<string, string>();
    for (const opportunity of list)
      if (opportunity.account && !accounts.has(opportunity.account))
        accounts.set(opportunity.account, (await account({ name: opportunity.account })).id);
    const made: Opportunity[] = [];
    // A new opportunity comes first in its column, so the last of the list is created first.
    for (const opportunity of list.toReversed()) {
      const stage = known.get(opportunity.stage);
      if (!stage) throw new Error(`There is no stage ${opportunity.stage}.`);
      const accountId = opportunity.accountId ?? accounts.get(opportunity.account ?? "") ?? null;
      const { currency = "USD" } = opportunity;
      const amount = opportunity.amount === undefined ? null : { amount: opportunity.amount * 100, currency };
      made.unshift(await createOpportunity(ctx, { name: opportunity.name, stageId: stage.id, accountId, amount }));
    }
    return made;
  }

  const at = (path: string) => `/${slug}${path}`;
  return { tenant, slug, name, owner, ctx, at, join, stages, account, opportunities };
}
