import { z } from "zod";
import { filledOf } from "@/lib/fields/kinds";
import { card } from "../schema";
import { contactParts, roleFields } from "./fields";

export const opportunityContact = contactParts.part;
export interface OpportunityContact extends z.output<typeof opportunityContact> {}

/** The contacts of an opportunity, the primary one first; `version` is the opportunity's. */
export const opportunityContacts = contactParts.whole;
export interface OpportunityContacts extends z.output<typeof opportunityContacts> {}

const part = {
  role: filledOf(roleFields.role).nullable(),
  stance: filledOf(roleFields.stance),
  primary: filledOf(roleFields.primary),
};
/** The most opportunities that the answer for one contact lists. */
export const maxOpportunities = 200;

/** An opportunity of a contact, with the part that the contact has in it. */
export const contactOpportunity = z.object({ opportunity: card, ...part }).meta({ id: "ContactOpportunity" });
export interface ContactOpportunity extends z.output<typeof contactOpportunity> {}
export const contactOpportunities = z.array(contactOpportunity).max(maxOpportunities);
