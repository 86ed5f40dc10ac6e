import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { EventSubject } from "@/server/emitted-event";
import { contactOperations } from "../../contacts/operations";
import { byPart, contactRoles, laterOf, stances } from "./rules";
import { besideRole, type OpportunityContact, type OpportunityContacts } from "./schema";

const select = {
  id: true,
  contactId: true,
  role: true,
  stance: true,
  isPrimary: true,
  contact: {
    select: {
      id: true,
      name: true,
      ownerId: true,
      accountId: true,
      jobTitle: true,
      emails: true,
      phones: true,
      doNotEmail: true,
      doNotCall: true,
      lastContactedAt: true,
      lastRespondedAt: true,
    },
  },
} satisfies Prisma.OpportunityContactSelect;
export type PartRow = Prisma.OpportunityContactGetPayload<{ select: typeof select }>;

/** The contact of a part, as a new part takes it. */
export const contactSelect = select.contact.select;

export async function loadOpportunity(ctx: Ctx, id: string) {
  return await ctx.db.opportunity.findFirst({
    where: { id },
    select: { id: true, version: true, accountId: true, contacts: { select, orderBy: { contactId: "asc" } } },
    relationLoadStrategy: "join",
  });
}
export type OpportunityRow = NonNullable<Awaited<ReturnType<typeof loadOpportunity>>>;

/** Role, stance and whether it is the primary contact, as they leave the server. */
export const partOf = ({ role, stance, isPrimary }: Pick<PartRow, "role" | "stance" | "isPrimary">) => ({
  role: contactRoles.find((one) => one === role) ?? null,
  stance: stances.find((one) => one === stance) ?? "neutral",
  primary: isPrimary,
});

/** A contact that the reader may not see is known by its name and its part alone. */
function presentPart(ctx: Ctx, row: PartRow): OpportunityContact {
  const { contact } = row;
  const isSeen = ctx.can("contact:view") && contactOperations.scope.sees(ctx, contact);
  const details = isSeen ? contactOperations.table.values(ctx, contact, [...besideRole]) : null;
  return {
    id: row.id,
    contact: { id: isSeen ? contact.id : null, name: contact.name },
    ...partOf(row),
    lastTouchAt: details && laterOf(details.lastContactedAt, details.lastRespondedAt),
    details,
  };
}

export const present = (ctx: Ctx, { id, version, contacts }: OpportunityRow): OpportunityContacts => ({
  id,
  version,
  contacts: contacts.map((row) => presentPart(ctx, row)).sort(byPart),
});

/** The contacts of an opportunity, whose own events its timeline tells too. */
export async function contactsOf(ctx: Ctx, opportunityId: string): Promise<EventSubject[]> {
  const rows = await ctx.db.opportunityContact.findMany({ where: { opportunityId }, select: { contactId: true } });
  return rows.map(({ contactId }) => ({ entity: "contact", id: contactId }));
}
