import { field } from "@/lib/fields/build";
import { defineFields } from "@/lib/fields/field";
import { defineParts } from "@/lib/nouns/parts";
import { contacts } from "../../contacts/fields";
import { contactRoles, partText, roleWords, stanceColors, stanceLabels, stances } from "./rules";

/** The fields of a contact that are shown with its role. */
export const shownContactFields = [
  "jobTitle",
  "emails",
  "phones",
  "doNotEmail",
  "doNotCall",
  "lastContactedAt",
  "lastRespondedAt",
] as const;

/** The most contacts of one opportunity. */
export const maxContacts = 100;

export const roleFields = defineFields({
  contact: field.reference({ label: "Contact", to: "contact", required: true }),
  /** Null until somebody says it. */
  role: field.choice({
    label: "Role",
    placeholder: "No role yet",
    options: contactRoles.map((value) => ({ value, label: roleWords[value].label })),
  }),
  stance: field.choice({
    label: "Stance",
    required: true,
    initial: "neutral",
    options: stances.map((value) => ({ value, label: stanceLabels[value], color: stanceColors[value] })),
  }),
  primary: field.boolean({ label: "Primary contact", shortLabel: "Primary" }),
});

/** The contacts of an opportunity, the primary one first. */
export const contactParts = defineParts({
  of: "opportunity",
  name: "contact",
  many: "contacts",
  words: { one: "contact", many: "contacts" },
  table: "opportunity_contacts",
  fields: roleFields,
  unique: "contact",
  single: "primary",
  help: "A new primary contact replaces the current one.",
  most: maxContacts,
  extra: ({ instant, pick }) => ({
    /** The later of the times when the contact was last contacted and last responded; null for none. */
    lastTouchAt: instant.nullable(),
    /** Null for a contact that the reader may not open. */
    details: pick(contacts.record, [...shownContactFields]).nullable(),
  }),
  changed: "changed the role of a contact in",
  detail: partText,
});
