import { addHours, subHours, subMinutes } from "date-fns";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { addHints } from "@/modules/hub/sync/operations/hints";
import type { Ctx } from "@/server/context";
import { memberCtxs } from "@/server/member-ctx";
import { newId } from "@/server/new-id";
import type { Connected } from "./hubspot-connected";
import { workOf } from "./hubspot-records";

/** How many of each the demo has. */
const counts = { stages: 8, addresses: 4, twins: 2, titles: 4, steps: 2 } as const;

const titles = [
  ["Head of operations", "VP Operations"],
  ["Purchasing manager", "Head of procurement"],
  ["IT lead", "Director of IT"],
  ["Marketing lead", "Head of marketing"],
] as const;
const steps = [
  ["Send the revised offer on Friday", "Wait for their legal review"],
  ["Ask for the date of the decision", "Call their CFO about the terms"],
] as const;

type Entry = NonNullable<Parameters<typeof contactOperations.update>[1]["emails"]>[number];

interface Linked {
  id: string;
  externalId: string;
}

/** Pairs of contacts that are one person: they get one address, and stay without a partner. */
export async function reserveTwins({ db }: Ctx): Promise<[string, string][]> {
  const rows = await db.contact.findMany({
    where: { archivedAt: null, accountId: { not: null }, firstName: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true, firstName: true, lastName: true, accountId: true, emails: true },
  });
  const first = new Map<string, string>();
  const pairs: [string, string][] = [];
  for (const { id, firstName, lastName, accountId, emails } of rows) {
    if (pairs.length === counts.twins) break;
    if (((emails ?? []) as unknown as Entry[]).length === 0) continue;
    const key = `${accountId} ${firstName} ${(lastName ?? "").slice(0, 3)}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, id);
    else if (!pairs.flat().includes(other)) pairs.push([other, id]);
  }
  return pairs;
}

/**
 * Changes records here and there after both agreed, as their people would: the next run finds fourteen problems and six
 * conflicts, and each of them is over when somebody does what it says.
 */
export async function bringDifferences(given: Connected, twins: readonly [string, string][]): Promise<void> {
  const deals = await linkedDeals(given, counts.stages + counts.steps);
  const people = await linkedPeople(given, counts.addresses + counts.titles);
  const moved = deals.slice(0, counts.stages);
  for (const { externalId } of moved)
    given.there.edit.change(given.portal, "deals", externalId, { dealstage: "contractsent" });
  const refused = people.slice(0, counts.addresses);
  for (const one of refused) await giveLocalAddress(given, one);
  const titled = people.slice(counts.addresses);
  for (const [place, one] of titled.entries()) await differInTitle(given, one, titles[place] ?? titles[0]);
  const stepped = deals.slice(counts.stages);
  for (const [place, one] of stepped.entries()) await differInStep(given, one, steps[place] ?? steps[0]);
  const found: string[] = [];
  for (const pair of twins) found.push(await oneThere(given, pair));
  await hint(
    given,
    "opportunity",
    [...moved, ...stepped].map(({ externalId }) => externalId),
  );
  await hint(given, "contact", [...[...refused, ...titled].map(({ externalId }) => externalId), ...found]);
}

async function hint(given: Connected, entity: string, ids: readonly string[]): Promise<void> {
  await addHints(
    await workOf(given, entity),
    ids.map((externalId) => ({ key: `changed ${entity} ${externalId}`, externalId })),
  );
}

async function linksOf({ ctx, connectionId }: Connected, entity: string): Promise<Map<string, string>> {
  const rows = await ctx.db.syncLink.findMany({
    where: { object: { connectionId, entity }, externalId: { not: null } },
    select: { recordId: true, externalId: true },
  });
  return new Map(rows.map(({ recordId, externalId }) => [recordId, externalId ?? ""]));
}

/** Open opportunities before the last open stage of the first pipeline, the newest first. */
async function linkedDeals(given: Connected, most: number): Promise<Linked[]> {
  const links = await linksOf(given, "opportunity");
  const rows = await given.ctx.db.opportunity.findMany({
    where: { id: { in: [...links.keys()] }, status: "open", stage: { name: { in: ["Proposal", "Negotiation"] } } },
    orderBy: { id: "desc" },
    take: most,
    select: { id: true },
  });
  return rows.map(({ id }) => ({ id, externalId: links.get(id) ?? "" }));
}

/** Contacts with an address and a job title, of one account each. */
async function linkedPeople(given: Connected, most: number): Promise<Linked[]> {
  const links = await linksOf(given, "contact");
  const rows = await given.ctx.db.contact.findMany({
    where: { id: { in: [...links.keys()] }, accountId: { not: null }, jobTitle: { not: null } },
    orderBy: { id: "asc" },
    distinct: ["accountId"],
    select: { id: true, emails: true },
  });
  const reached = rows.filter(({ emails }) => ((emails ?? []) as unknown as Entry[]).length > 0);
  return reached.slice(0, most).map(({ id }) => ({ id, externalId: links.get(id) ?? "" }));
}

/** The colleague who owns a record, or somebody of the workspace. */
async function colleague({ ctx }: Connected, ownerId: string | null): Promise<Ctx> {
  const owner = await ctx.db.member.findFirstOrThrow({ where: { role: "owner" }, select: { id: true } });
  const ids = ownerId === null ? [owner.id] : [ownerId, owner.id];
  const ctxs = await memberCtxs({ tenant: ctx.tenant, requestId: newId(), batchId: null }, ids);
  const found = ids.flatMap((id) => ctxs.get(id) ?? [])[0];
  if (!found) throw new Error("Nobody of the demo can change a record.");
  return found;
}

async function changeContact(given: Connected, id: string, change: { jobTitle: string } | { emails: Entry[] }) {
  const { ownerId, version } = await given.ctx.db.contact.findFirstOrThrow({
    where: { id },
    select: { ownerId: true, version: true },
  });
  await contactOperations.update(await colleague(given, ownerId), { id, version, ...change });
}

const emailsOf = async ({ ctx }: Connected, id: string): Promise<Entry[]> => {
  const { emails } = await ctx.db.contact.findFirstOrThrow({ where: { id }, select: { emails: true } });
  return (emails ?? []) as unknown as Entry[];
};

/** An address that works inside the company only; HubSpot knows all endings of the internet, and no others. */
async function giveLocalAddress(given: Connected, { id }: Linked): Promise<void> {
  const [first, ...others] = await emailsOf(given, id);
  const value = first?.value.replace(/\.[a-z]+$/i, ".local") ?? "";
  await changeContact(given, id, { emails: [{ ...first, value }, ...others] });
}

async function differInTitle(given: Connected, { id, externalId }: Linked, [ours, theirs]: readonly [string, string]) {
  await changeContact(given, id, { jobTitle: ours });
  given.there.edit.change(given.portal, "contacts", externalId, { jobtitle: theirs });
}

async function differInStep(given: Connected, { id, externalId }: Linked, [ours, theirs]: readonly [string, string]) {
  const { ownerId, version } = await given.ctx.db.opportunity.findFirstOrThrow({
    where: { id },
    select: { ownerId: true, version: true },
  });
  await opportunityOperations.update(await colleague(given, ownerId), { id, version, nextStep: ours });
  given.there.edit.change(given.portal, "deals", externalId, { hs_next_step: theirs });
}

/** Both contacts get the address of the first one, which one person in HubSpot has too, whose short name is that of neither. */
async function oneThere(given: Connected, [one, other]: readonly [string, string]): Promise<string> {
  const { firstName, lastName } = await given.ctx.db.contact.findFirstOrThrow({
    where: { id: one },
    select: { firstName: true, lastName: true },
  });
  const [address] = await emailsOf(given, one);
  const email = address?.value ?? "";
  await changeContact(given, other, { emails: [{ value: email }] });
  const properties = { firstname: firstName ?? "", lastname: `${(lastName ?? "").slice(0, 1)}.`, email };
  const [id = ""] = given.there.seed(given.portal, { contacts: [{ properties }] }).contacts;
  return id;
}

const tried = { attempts: 2, hours: 6 };

/** The problems came up over the last day, and most were tried a second time since. */
export async function spreadProblems({ db }: Ctx, connectionId: string, now: Date): Promise<void> {
  const rows = await db.syncProblem.findMany({
    where: { object: { connectionId } },
    orderBy: { id: "asc" },
    select: { id: true, code: true },
  });
  for (const [place, { id, code }] of rows.entries()) {
    const createdAt = subMinutes(subHours(now, 2 + place), (place * 17) % 60);
    const again = code === "conflict" ? {} : { attempts: tried.attempts };
    const nextTryAt = addHours(now, tried.hours);
    await db.syncProblem.updateMany({ where: { id }, data: { ...again, createdAt, nextTryAt } });
  }
}
