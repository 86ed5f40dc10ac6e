import { z } from "zod";
import { picked } from "@/lib/nouns/define";
import { id, instant, reference, version } from "@/lib/zod";
import { contacts } from "../../contacts/fields";
import { card } from "../schema";
import { contactRoles, stances } from "./rules";

/** The fields of a contact that stand beside its role. */
export const besideRole = [
  "jobTitle",
  "emails",
  "phones",
  "doNotEmail",
  "doNotCall",
  "lastContactedAt",
  "lastRespondedAt",
] as const;

const part = {
  /** Null until somebody says it. */
  role: z.enum(contactRoles).nullable(),
  stance: z.enum(stances),
  /** At most one contact of an opportunity is the primary one. */
  primary: z.boolean(),
};

export const opportunityContact = z
  .object({
    id,
    contact: reference,
    ...part,
    /** The later of the times when the contact was last contacted and last responded; null for none. */
    lastTouchAt: instant.nullable(),
    /** Null for a contact that the reader may not open. */
    details: picked(contacts.record, [...besideRole]).nullable(),
  })
  .meta({ id: "OpportunityContact" });
export interface OpportunityContact extends z.output<typeof opportunityContact> {}

/** The contacts of an opportunity, the primary one first; `version` is the opportunity's. */
export const opportunityContacts = z
  .object({ id, contacts: z.array(opportunityContact), version })
  .meta({ id: "OpportunityContacts" });
export interface OpportunityContacts extends z.output<typeof opportunityContacts> {}

/** The most contacts of one opportunity, and the most opportunities that the answer for one contact lists. */
export const maxContacts = 100;
export const maxOpportunities = 200;

const partInput = z.object(part).partial();
export const contactInput = partInput.extend({ id, version, contactId: id });
export const removeContactInput = z.object({ id, version, contactId: id });

/** An opportunity of a contact, with the part that the contact has in it. */
export const contactOpportunity = z.object({ opportunity: card, ...part }).meta({ id: "ContactOpportunity" });
export interface ContactOpportunity extends z.output<typeof contactOpportunity> {}
export const contactOpportunities = z.array(contactOpportunity).max(maxOpportunities);
