import "server-only";
import type { Ctx } from "@/server/context";
import type { EventSubject } from "@/server/emitted-event";
import { idInput } from "@/server/nouns/noun-runtime";
import { partOperations } from "@/server/nouns/parts";
import { contactOperations } from "../../contacts/operations";
import { crm } from "../../module";
import { declared } from "../fields";
import { cardSelect, presentCard } from "../row";
import { laterOf } from "../rules";
import { opportunityScope, visibleOpportunities } from "../scope";
import { contactParts, shownContactFields } from "./fields";
import { byPart, contactRoles, stances } from "./rules";
import { contactOpportunities, maxOpportunities } from "./schema";

export const opportunityContacts = partOperations(crm, { noun: declared, scope: opportunityScope }, contactParts, {
  targets: { contact: contactOperations },
  reads: { contact: shownContactFields },
  present({ contact: { isVisible, values } }) {
    const details = isVisible ? values : null;
    return { details, lastTouchAt: details && laterOf(details.lastContactedAt, details.lastRespondedAt) };
  },
  sort: byPart,
});
export const {
  list: listOpportunityContacts,
  add: addOpportunityContact,
  update: updateOpportunityContact,
  remove: removeOpportunityContact,
} = opportunityContacts;

export const listContactOpportunities = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  uses: [{ scope: contactOperations.scope, ids: (input: { id: string }) => [input.id] }],
  input: idInput,
  output: contactOpportunities,
  rest: { method: "GET", path: "/contacts/{id}/opportunities" },
  describe: `The opportunities of a contact with its role and stance in each: open ones first, by close date; at most the ${maxOpportunities} latest.`,
  async run(ctx, { id }) {
    const rows = await ctx.db.opportunityContact.findMany({
      where: { contactId: id, opportunity: { AND: [{ archivedAt: null }, visibleOpportunities(ctx)] } },
      select: { role: true, stance: true, primary: true, opportunity: { select: cardSelect } },
      orderBy: { opportunityId: "desc" },
      take: maxOpportunities,
      relationLoadStrategy: "join",
    });
    return rows
      .map(({ opportunity, role, stance, primary }) => ({
        opportunity: presentCard(ctx, opportunity),
        role: contactRoles.find((one) => one === role) ?? null,
        stance: stances.find((one) => one === stance) ?? "neutral",
        primary,
      }))
      .sort((one, other) => placeOf(one.opportunity).localeCompare(placeOf(other.opportunity)));
  },
});

/** Open opportunities by their next close date, then the closed ones. */
const placeOf = (one: { status: string; expectedCloseDate: string | null }) =>
  `${one.status === "open" ? 0 : 1} ${one.expectedCloseDate ?? "9999"}`;

/** The contacts of an opportunity, whose own events its timeline tells too. */
export async function contactsOf(ctx: Ctx, opportunityId: string): Promise<EventSubject[]> {
  const rows = await ctx.db.opportunityContact.findMany({ where: { opportunityId }, select: { contactId: true } });
  return rows.map(({ contactId }) => ({ entity: "contact", id: contactId }));
}
