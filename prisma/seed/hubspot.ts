import { addMinutes, addSeconds, subDays } from "date-fns";
import { SCOPES } from "@/local/providers/hubspot/portals";
import type { Owner, Portal } from "@/local/providers/hubspot/tables";
import { sealed } from "@/modules/hub/connections/operations/sealed";
import { pairPeople } from "@/modules/hub/sync/operations/partners";
import { eventIdAt } from "@/modules/hub/sync/operations/phases";
import { prepareObjects } from "@/modules/hub/sync/operations/prepare";
import { sessionOf } from "@/modules/hub/sync/operations/session";
import { syncWork } from "@/modules/hub/sync/operations/work-due";
import "@/registry/operations";
import "@/registry/register";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { systemCtx } from "@/server/member-ctx";
import { newId } from "@/server/new-id";
import { providerOf } from "@/server/sync/provider";
import type { There } from "./hubspot-connected";
import { bringDifferences, reserveTwins, spreadProblems } from "./hubspot-differences";
import { choosePartners } from "./hubspot-partners";
import { tellRuns } from "./hubspot-past";
import { linkRecords } from "./hubspot-records";
import { demoWorkspaces } from "./people";

const portalOfDemo = 4711;
const recordsOfDemo = 3_000;
/** Accounts first, as the others point to them; contacts are as many as are left. */
const kinds = ["account", "opportunity", "contact"] as const;
const connectedDays = 9;
/** Events of the records' own import are not read again: places in events overlap by two minutes. */
const overlapMinutes = 2;

/** Connects the first workspace of the demo with a portal of the stand-in; does nothing the second time. */
export async function bringDemoHubSpot(there: There): Promise<void> {
  const [first] = demoWorkspaces;
  const where = { slug: first?.slug ?? "" };
  const tenant = await platformClient().tenant.findUnique({ where, select: { id: true } });
  const ctx = tenant && (await systemCtx(tenant.id, "demo", "It connects the demo with HubSpot."));
  if (ctx) await connectPortal(ctx, there, { portal: portalOfDemo, records: recordsOfDemo });
}

/**
 * Fills a portal with records of the workspace and links both; then some records differ, and the engine finds out what waits
 * for a person. A workspace that was connected before stays as it is. Throws where the plan has no HubSpot.
 */
export async function connectPortal(
  ctx: Ctx,
  there: There,
  { portal, records }: { portal: number; records: number },
): Promise<void> {
  const provider = providerOf("hubspot");
  if ((await ctx.db.connection.count({ where: { provider: provider.key } })) > 0) return;
  if (!ctx.entitlements.has(provider.licence)) throw new Error(`The plan of ${ctx.tenant.slug} has no HubSpot.`);
  // A start that was ended before its data was in may have left some here.
  there.crm.clear(portal);
  const { accountName } = await furnish(ctx, there, portal);
  const now = new Date();
  const connectionId = await connect(ctx, there, { portal, accountName, at: subDays(now, connectedDays) });
  const client = sessionOf({ ctx, connectionId, provider, isBackfill: false });
  await prepareObjects(ctx, { connectionId, provider, client });
  await choosePartners(ctx, connectionId);
  const connected = { ctx, there, portal, connectionId, client, people: await pairPeople(ctx, await client.people()) };
  const twins = await reserveTwins(ctx);
  let left = records;
  for (const entity of kinds) left -= await linkRecords(connected, entity, { most: left, without: twins.flat() });
  await tellRuns(connected, now);
  await goLive(ctx, connectionId, now);
  await bringDifferences(connected, twins);
  while (await syncWork.run({ tenantId: ctx.tenant.id, ms: 20_000 }, nothing()));
  await spreadProblems(ctx, connectionId, new Date());
  await skipEvents(ctx, connectionId);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Gives the portal its people, among them those of the workspace, and a stage that the other pipeline has here. */
async function furnish(ctx: Ctx, { crm }: There, id: number): Promise<{ accountName: string }> {
  const portal = crm.portal(id);
  if (!portal) throw new Error(`The stand-in has no portal ${id}.`);
  const members = await ctx.db.member.findMany({
    where: { status: "active", email: { not: null }, role: { not: "guest" } },
    select: { name: true, email: true },
    orderBy: { id: "asc" },
  });
  const jo = { name: "Jo Lim", email: `jo.lim@${portal.domain}` };
  const wanted = [jo, ...members.flatMap(({ name, email }) => (email ? [{ name, email }] : []))];
  const added = wanted.map(({ name, email }, place): Owner => {
    const [firstName = "", ...others] = name.split(" ");
    const number = id * 1_000 + place;
    return { id: String(number), firstName, lastName: others.join(" "), email, userId: number + 9_000_000 };
  });
  const addresses = new Set(added.map(({ email }) => email));
  // The first one is who edits records on the pages of the stand-in.
  const owners = [...added, ...portal.owners.filter(({ email }) => !addresses.has(email))];
  crm.putPortal({ ...portal, owners, pipelines: portal.pipelines.map(withOfferSent) });
  return { accountName: portal.name };
}

function withOfferSent(pipeline: Portal["pipelines"][number]): Portal["pipelines"][number] {
  const offer = { id: "8842122", label: "Offer sent", probability: 0.8, isClosed: false };
  if (pipeline.label !== "Renewals" || pipeline.stages.some(({ id }) => id === offer.id)) return pipeline;
  const open = pipeline.stages.filter(({ isClosed }) => !isClosed);
  return { ...pipeline, stages: [...open, offer, ...pipeline.stages.filter(({ isClosed }) => isClosed)] };
}

async function connect(
  ctx: Ctx,
  { crm }: There,
  { portal, accountName, at }: { portal: number; accountName: string; at: Date },
): Promise<string> {
  const owner = await ctx.db.member.findFirst({ where: { role: "owner" }, select: { id: true } });
  const user = crm.portal(portal)?.user ?? "";
  const grant = crm.grants.grant({ account: String(portal), user, scopes: SCOPES });
  const { token, seconds } = crm.grants.accessFor(grant);
  const row = { tenantId: ctx.tenant.id, id: newId() };
  await ctx.db.connection.create({
    data: {
      ...{ id: row.id, provider: "hubspot", accountId: String(portal), accountName, scopes: SCOPES },
      ...{ connectedById: owner?.id ?? null, connectedAt: at, createdAt: at },
    },
    select: { id: true },
  });
  await ctx.db.connectionSecret.create({
    data: {
      connectionId: row.id,
      accessToken: sealed(row, "accessToken", token),
      refreshToken: sealed(row, "refreshToken", grant.refreshToken),
      expiresAt: addSeconds(new Date(), seconds),
    },
    select: { connectionId: true },
  });
  return row.id;
}

/** All kinds of record follow changes from now on; what only one side has stays there, unless it is new in HubSpot. */
async function goLive({ db }: Ctx, connectionId: string, now: Date): Promise<void> {
  const data = { state: "live", createsThere: false, comparedAt: subDays(now, 2), ranAt: now, nextRunAt: now };
  const eventCursor = eventIdAt(addMinutes(now, overlapMinutes));
  await db.syncObject.updateMany({ where: { connectionId }, data: { ...data, eventCursor } });
}

async function skipEvents({ db }: Ctx, connectionId: string): Promise<void> {
  const eventCursor = eventIdAt(addMinutes(new Date(), overlapMinutes));
  await db.syncObject.updateMany({ where: { connectionId }, data: { eventCursor } });
}
