"use client";

import dynamic from "next/dynamic";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { RecordHistory, type RecordParts } from "@/modules/platform/data/records/components/noun-record";

// The list of contacts needs none of them.
const ContactRoles = dynamic(() => import("./contact-opportunities").then((module) => module.ContactRoles));
const ContactAccount = dynamic(() => import("./contact-account").then((module) => module.ContactAccount));
const ContactActions = dynamic(() => import("./contact-actions").then((module) => module.ContactActions));
const ContactReach = dynamic(() => import("./contact-actions").then((module) => module.ContactReach));
const ContactFigures = dynamic(() => import("./contact-figures").then((module) => module.ContactFigures));

/** The opportunities of a contact, for its page: figures, and its account and roles at the right of its timeline. */
export const contactParts = (contact: Contact): RecordParts => {
  const { id, name, account } = contact;
  return {
    actions: <ContactActions contact={contact} />,
    phoneActions: <ContactActions contact={contact} compact />,
    figures: (
      <>
        <ContactReach contact={contact} />
        <ContactFigures contact={contact} />
      </>
    ),
    tabs: [{ id: "timeline", label: "Timeline", panel: <RecordHistory noun={contacts} id={id} name={name} /> }],
    aside: {
      id: "roles",
      label: "Account and roles",
      panel: (
        <>
          <ContactAccount account={account} />
          <ContactRoles id={id} />
        </>
      ),
    },
  };
};
