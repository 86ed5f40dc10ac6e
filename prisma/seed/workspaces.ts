import { isPaid } from "@/lib/plans";
import { foldKey } from "@/lib/text";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { registerVerified } from "@/modules/platform/identity/auth/operations/person";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { joinInvited } from "@/modules/platform/identity/members/operations/joining";
import { createTeam } from "@/modules/platform/identity/teams/operations";
import { listCalendars } from "@/modules/platform/workspace/calendars/operations/calendars";
import { addHolidays } from "@/modules/platform/workspace/calendars/operations/days";
import { setWorkingHours } from "@/modules/platform/workspace/calendars/operations/own";
import { createWorkspace } from "@/modules/platform/workspace/tenants/operations/create";
import { tenantById } from "@/server/access";
import { type Ctx, createCtx, type IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { tenantDb } from "@/server/db/tenant-db";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { type DemoMember, type DemoWorkspace, demoPassword, type demoStaff, demoTotpSecret } from "./people";

const nobody: IdentityCtx = {
  realm: "identity",
  actor: { type: "anonymous" },
  requestId: newId(),
  address: "127.0.0.1",
  userAgent: "demo seed",
};

interface Person {
  userId: string;
  name: string;
  email: string;
}

/** The person with this address; registered with the documented password when new. */
async function personOf(member: Pick<DemoMember, "name" | "email">): Promise<Person> {
  const known = await platformClient().user.findUnique({
    where: { emailKey: foldKey(member.email) },
    select: { id: true },
  });
  const { id } =
    known ?? (await registerVerified(nobody, { name: member.name, email: member.email, password: demoPassword }));
  return { userId: id, name: member.name, email: member.email };
}

/** The context of a member of the demo. */
export function ctxOf(
  tenant: NonNullable<Awaited<ReturnType<typeof tenantById>>>,
  memberId: string,
  person: Person,
  role: DemoMember["role"],
): Ctx {
  return createCtx({
    tenant,
    actor: { type: "user", memberId, userId: person.userId },
    member: { id: memberId, name: person.name, role },
  });
}

/** An account of staff with the documented password. */
export async function makeStaff({ role, ...person }: (typeof demoStaff)[number]): Promise<void> {
  const { userId } = await personOf(person);
  await platformClient().staff.upsert({ where: { userId }, create: { userId, role }, update: {} });
  await setTotp(userId, demoTotpSecret);
}

/** Creates a workspace with its people and teams with the operations of the screens. Null when it already exists. */
export async function makeWorkspace(workspace: DemoWorkspace): Promise<Ctx | null> {
  if (await platformClient().tenant.findUnique({ where: { slug: workspace.slug }, select: { id: true } })) return null;
  const founder = await personOf(workspace.owner);
  const signedIn: IdentityCtx = { ...nobody, actor: { type: "person", sessionId: newId(), ...founder } };
  const made = await createWorkspace(signedIn, {
    name: workspace.name,
    slug: workspace.slug,
    currency: "USD",
    locale: "en-US",
    timeZone: "America/Chicago",
  });
  const state = isPaid(workspace.plan) ? "active" : "none";
  await tenantDb(made.id).db.subscription.updateMany({ data: { plan: workspace.plan, state, trialEndsAt: null } });
  const tenant = await tenantById(made.id);
  if (!tenant) throw new Error(`${workspace.slug} was made and is not there.`);
  const owner = ctxOf(tenant, made.memberId, founder, "owner");

  const memberIds = new Map([[workspace.owner.email, made.memberId]]);
  for (const member of workspace.members) memberIds.set(member.email, (await join(owner, member)).member?.id ?? "");
  await makeTeams(owner, workspace, memberIds);
  await makeHours(owner, workspace, memberIds);
  return owner;
}

/** Invites a person of the demo, who accepts at once. */
export async function join(owner: Ctx, member: DemoMember): Promise<Ctx> {
  if (member.role === "owner") throw new Error("An owner is not invited.");
  const person = await personOf(member);
  const { results } = await inviteMembers(owner, {
    invitees: [{ email: member.email, name: member.name }],
    role: member.role,
  });
  const [invited] = results;
  if (!invited?.invitationId || !invited.memberId)
    throw new Error(`${member.email} could not be invited: ${invited?.message}`);
  const { invitationId, memberId } = invited;
  const joined = ctxOf(owner.tenant, memberId, person, member.role);
  await inTransaction(joined, (ctx) => joinInvited(ctx, invitationId, person));
  return joined;
}

const times = (...bounds: [number, number][]) =>
  bounds.map(([from, until]) => ({ from: from * 60, until: until * 60 }));
const long = times([8, 12], [13, 18]);
/** The hours of the first two members of a workspace: four long days, and mornings in another zone. */
const ownHours = [
  { zone: null, week: [long, long, long, long, [], [], []] },
  { zone: "America/New_York", week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day <= 5 ? times([8, 13]) : [])) },
];

/** The holidays of the country for everybody, and hours of their own for two members. */
async function makeHours(
  owner: Ctx,
  { members }: DemoWorkspace,
  memberIds: ReadonlyMap<string, string>,
): Promise<void> {
  const [calendar] = await listCalendars(owner, {});
  if (calendar) await addHolidays(owner, { id: calendar.id, country: "US" });
  for (const [index, own] of ownHours.entries()) {
    const member = members[index];
    const memberId = member && memberIds.get(member.email);
    if (member && memberId)
      await setWorkingHours(ctxOf(owner.tenant, memberId, await personOf(member), member.role), { own });
  }
}

async function makeTeams(owner: Ctx, workspace: DemoWorkspace, memberIds: ReadonlyMap<string, string>): Promise<void> {
  const teamIds = new Map<string, string>();
  const everyone = [workspace.owner, ...workspace.members];
  for (const { name, parent } of workspace.teams) {
    const members = everyone
      .filter((member) => member.teams.includes(name))
      .flatMap((member) => memberIds.get(member.email) ?? []);
    const team = await createTeam(owner, {
      name,
      memberIds: members,
      parentId: parent ? (teamIds.get(parent) ?? null) : null,
    });
    teamIds.set(name, team.id);
  }
}
