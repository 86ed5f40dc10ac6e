"use client";

import dynamic from "next/dynamic";
import { RecordHistory } from "@/modules/platform/records/components/noun-record";
import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { SimilarRecords } from "@/modules/platform/records/components/noun-similar";
import { LifecycleLine } from "../../contacts/components/lifecycle-line";
import { type Contact, contacts } from "../../contacts/fields";
import { type Channel, mayContact } from "../../contacts/rules";
import { withContact } from "./related-requests";

// The list of contacts needs none of them.
const ContactOpportunities = dynamic(() =>
  import("./contact-opportunities").then((module) => module.ContactOpportunities),
);
const ContactRoles = dynamic(() => import("./contact-opportunities").then((module) => module.ContactRoles));
const RelatedCount = dynamic(() => import("./related-opportunities").then((module) => module.RelatedCount));

/** The reason why a contact may not be reached in this way; null where it may. */
function refusalOf(contact: Contact, channel: Channel): string | null {
  const answer = mayContact(contact, channel);
  return answer.may ? null : answer.reason;
}

/** A hint in the form for a new contact; a record that is there has none. */
const Similar = ({ id, text }: { id: string | undefined; text: string }) =>
  id ? null : <SimilarRecords entity="contact" text={text} />;

/** Contacts, with the line of their lifecycle and their roles on opportunities. */
export const ContactScreen = screenOf(contacts, {
  own: {
    notes: {
      lastName: ({ value, id, held }) => <Similar id={id} text={`${held?.("firstName") ?? ""} ${value ?? ""}`} />,
      emails: ({ value, id }) => <Similar id={id} text={value?.[0]?.value ?? ""} />,
      phones: ({ value, id }) => <Similar id={id} text={value?.[0]?.value ?? ""} />,
    },
    refusals: {
      emails: (contact) => refusalOf(contact, "email"),
      phones: (contact) => refusalOf(contact, "phone"),
    },
  },
  parts: (contact) => ({
    figures: <LifecycleLine contact={contact} />,
    tabs: [
      {
        id: "timeline",
        label: "Timeline",
        panel: <RecordHistory noun={contacts} id={contact.id} name={contact.name} />,
      },
      {
        id: "opportunities",
        label: "Opportunities",
        count: <RelatedCount of={withContact(contact.id)} />,
        panel: <ContactOpportunities id={contact.id} />,
      },
    ],
    aside: { id: "roles", label: "Roles", panel: <ContactRoles id={contact.id} /> },
  }),
});
