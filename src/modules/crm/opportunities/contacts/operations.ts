import "server-only";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { newId } from "@/server/new-id";
import { oneInput } from "@/server/nouns/made";
import { updateVersioned } from "@/server/versions";
import { contactOperations } from "../../contacts/operations";
import { crm } from "../../module";
import { opportunityEvents } from "../events";
import { cardSelect, parentsOf, presentCard } from "../row";
import { opportunityIdInput } from "../schema";
import { opportunityScope, visibleOpportunities } from "../scope";
import { contactSelect, loadOpportunity, type OpportunityRow, type PartRow, partOf, present } from "./row";
import {
  contactInput,
  contactOpportunities,
  maxContacts,
  maxOpportunities,
  type OpportunityContacts,
  opportunityContacts,
  removeContactInput,
} from "./schema";

export const listOpportunityContacts = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: opportunityIdInput,
  output: opportunityContacts,
  rest: { method: "GET", path: "/opportunities/{id}/contacts" },
  describe:
    "The contacts of an opportunity with role and stance, the primary one first. One that the caller may not see is listed by name, without id.",
  async run(ctx, { id }) {
    const [visible] = await opportunityScope.load(ctx, [id]);
    const opportunity = visible && (await loadOpportunity(ctx, id));
    if (!opportunity) throw notFound("opportunity");
    return present(ctx, opportunity);
  },
});

export const listContactOpportunities = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  uses: [{ scope: contactOperations.scope, ids: (input: { id: string }) => [input.id] }],
  input: oneInput,
  output: contactOpportunities,
  rest: { method: "GET", path: "/contacts/{id}/opportunities" },
  describe: `The opportunities of a contact with its role and stance in each: open ones first, by close date; at most the ${maxOpportunities} latest.`,
  async run(ctx, { id }) {
    const rows = await ctx.db.opportunityContact.findMany({
      where: { contactId: id, opportunity: { AND: [{ archivedAt: null }, visibleOpportunities(ctx)] } },
      select: { role: true, stance: true, isPrimary: true, opportunity: { select: cardSelect } },
      orderBy: { opportunityId: "desc" },
      take: maxOpportunities,
      relationLoadStrategy: "join",
    });
    return rows
      .map(({ opportunity, ...row }) => ({ opportunity: presentCard(ctx, opportunity), ...partOf(row) }))
      .sort((one, other) => placeOf(one.opportunity).localeCompare(placeOf(other.opportunity)));
  },
});

/** Open opportunities by their next close date, then the closed ones. */
const placeOf = (one: { status: string; expectedCloseDate: string | null }) =>
  `${one.status === "open" ? 0 : 1} ${one.expectedCloseDate ?? "9999"}`;

type PartEvent = (typeof opportunityEvents)["contactAdded" | "contactChanged" | "contactRemoved"];
interface PartChange {
  event: PartEvent;
  /** The contact's part as it is afterwards, or was before its removal. */
  part: PartRow;
  /** All parts afterwards. */
  after: PartRow[];
  write(): Promise<unknown>;
}

/** A part as events keep it. */
const plain = ({ contactId, ...part }: PartRow) => ({ contactId, ...partOf(part) });

const inOrder = (parts: readonly PartRow[]) =>
  [...parts].sort((one, other) => one.contactId.localeCompare(other.contactId)).map(plain);

/** The contacts count as one field of their opportunity, as its lines do: no change is overwritten unseen. */
async function changeContacts(
  ctx: Ctx,
  { id, version }: { id: string; version: number },
  plan: (opportunity: OpportunityRow) => Promise<PartChange>,
): Promise<OpportunityContacts> {
  const opportunity = await loadOpportunity(ctx, id);
  if (!opportunity) throw notFound("opportunity");
  const change = await plan(opportunity);
  const { contact } = change.part;
  interface State {
    id: string;
    version: number;
    contacts: ReturnType<typeof plain>[];
  }
  const after = inOrder(change.after);
  await updateVersioned<State, PartEvent["payload"]>(ctx, {
    event: change.event,
    data: { contact: contact.name, ...partOf(change.part) },
    id,
    version,
    patch: { contacts: after },
    select: { contacts: true },
    load: async () => ({ id, version: opportunity.version, contacts: inOrder(opportunity.contacts) }),
    write: async (expected) => {
      const written = await ctx.db.opportunity.update({
        where: { id, version: expected },
        data: { version: { increment: 1 } },
        select: { version: true },
      });
      await change.write();
      return { id, version: written.version, contacts: after };
    },
    present: () => present(ctx, opportunity),
    parents: () => [...parentsOf(opportunity, contact), { entity: "contact", id: contact.id }],
  });
  const now = await loadOpportunity(ctx, id);
  if (!now) throw notFound("opportunity");
  return present(ctx, now);
}

/** An opportunity has one primary contact: a new one takes the place of the other. */
const withPart = (parts: readonly PartRow[], part: PartRow): PartRow[] => [
  ...parts
    .filter(({ contactId }) => contactId !== part.contactId)
    .map((other) => (part.isPrimary ? { ...other, isPrimary: false } : other)),
  part,
];

async function giveUpPrimary(ctx: Ctx, { opportunityId, part }: { opportunityId: string; part: PartRow }) {
  if (!part.isPrimary) return;
  const others = { opportunityId, isPrimary: true, contactId: { not: part.contactId } };
  await ctx.db.opportunityContact.updateMany({ where: others, data: { isPrimary: false } });
}

const onOpportunity = {
  kind: "mutation",
  permission: "opportunity:edit",
  on: { scope: opportunityScope, ids: (input: { id: string }) => [input.id] },
  uses: [{ scope: contactOperations.scope, ids: (input: { contactId: string }) => [input.contactId] }],
  output: opportunityContacts,
} as const;

export const addOpportunityContact = crm.operation({
  ...onOpportunity,
  input: contactInput,
  rest: { method: "POST", path: "/opportunities/{id}/contacts", creates: true },
  describe:
    "Adds a contact to an opportunity, with role and stance: neutral unless given. A new primary contact takes the place of the other.",
  run: (ctx, { id, version, contactId, role = null, stance = "neutral", primary = false }) =>
    changeContacts(ctx, { id, version }, async ({ contacts }) => {
      const contact = await contactOf(ctx, contactId);
      if (contacts.some((part) => part.contactId === contactId))
        throw new AppError("CONFLICT", `${contact.name} is already a contact of this opportunity.`);
      if (contacts.length >= maxContacts)
        throw new AppError("CONFLICT", `An opportunity has at most ${maxContacts} contacts. Remove one first.`);
      const part = { id: newId(), contactId, role, stance, isPrimary: primary, contact };
      const { contact: _contact, ...data } = part;
      return {
        event: opportunityEvents.contactAdded,
        part,
        after: withPart(contacts, part),
        write: async () => {
          await giveUpPrimary(ctx, { opportunityId: id, part });
          await ctx.db.opportunityContact.create({ data: { ...data, opportunityId: id }, select: { id: true } });
        },
      };
    }),
});

async function contactOf(ctx: Ctx, id: string): Promise<PartRow["contact"]> {
  const contact = await ctx.db.contact.findFirst({ where: { id }, select: { ...contactSelect, archivedAt: true } });
  if (!contact) throw notFound("contact");
  if (contact.archivedAt) throw new AppError("CONFLICT", "This contact is archived. Restore it first.");
  return contact;
}

function heldPart({ contacts }: OpportunityRow, contactId: string): PartRow {
  const part = contacts.find((one) => one.contactId === contactId);
  if (!part) throw notFound("contact of this opportunity");
  return part;
}

export const updateOpportunityContact = crm.operation({
  ...onOpportunity,
  input: contactInput,
  rest: { method: "PATCH", path: "/opportunities/{id}/contacts/{contactId}" },
  describe:
    "Changes the role or the stance of a contact in an opportunity, or makes it the primary one in the place of the other.",
  run: (ctx, { id, version, contactId, role, stance, primary }) =>
    changeContacts(ctx, { id, version }, async (opportunity) => {
      const held = heldPart(opportunity, contactId);
      const data = defined({ role, stance, isPrimary: primary });
      const part = { ...held, ...data };
      return {
        event: opportunityEvents.contactChanged,
        part,
        after: withPart(opportunity.contacts, part),
        write: async () => {
          await giveUpPrimary(ctx, { opportunityId: id, part });
          await ctx.db.opportunityContact.update({ where: { id: held.id }, data, select: { id: true } });
        },
      };
    }),
});

export const removeOpportunityContact = crm.operation({
  ...onOpportunity,
  input: removeContactInput,
  rest: { method: "DELETE", path: "/opportunities/{id}/contacts/{contactId}" },
  describe: "Removes a contact from an opportunity.",
  run: (ctx, { id, version, contactId }) =>
    changeContacts(ctx, { id, version }, async (opportunity) => {
      const part = heldPart(opportunity, contactId);
      return {
        event: opportunityEvents.contactRemoved,
        part,
        after: opportunity.contacts.filter((one) => one !== part),
        write: () => ctx.db.opportunityContact.delete({ where: { id: part.id }, select: { id: true } }),
      };
    }),
});
