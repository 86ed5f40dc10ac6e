"use client";

import dynamic from "next/dynamic";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { RecordHistory, type RecordParts } from "@/modules/platform/records/components/noun-record";
import { withContact } from "./related-requests";

// The list of contacts needs none of them.
const ContactOpportunities = dynamic(() =>
  import("./contact-opportunities").then((module) => module.ContactOpportunities),
);
const ContactRoles = dynamic(() => import("./contact-opportunities").then((module) => module.ContactRoles));
const RelatedCount = dynamic(() => import("./related-opportunities").then((module) => module.RelatedCount));

/** The opportunities of a contact, for its page: as a tab behind its timeline, and its roles at the right. */
export const contactParts = ({ id, name }: Contact): RecordParts => ({
  tabs: [
    { id: "timeline", label: "Timeline", panel: <RecordHistory noun={contacts} id={id} name={name} /> },
    {
      id: "opportunities",
      label: "Opportunities",
      count: <RelatedCount of={withContact(id)} />,
      panel: <ContactOpportunities id={id} />,
    },
  ],
  aside: { id: "roles", label: "Roles", panel: <ContactRoles id={id} /> },
});
