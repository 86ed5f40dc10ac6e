import { z } from "zod";
import { filledOf } from "@/lib/fields/kinds";
import { card } from "../schema";
import { type contactParts, roleFields } from "./fields";

export interface OpportunityContact extends z.output<typeof contactParts.part> {}

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
