"use client";

import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { type Contact, contacts } from "../fields";
import { type Channel, mayContact } from "../rules";
import { LifecycleLine } from "./lifecycle-line";

/** The reason why a contact may not be reached in this way; null where it may. */
function refusalOf(contact: Contact, channel: Channel): string | null {
  const answer = mayContact(contact, channel);
  return answer.may ? null : answer.reason;
}

/** Contacts, with the line of their lifecycle. */
export const ContactScreen = screenOf(contacts, {
  own: {
    refusals: {
      emails: (contact) => refusalOf(contact, "email"),
      phones: (contact) => refusalOf(contact, "phone"),
    },
  },
  parts: (contact) => ({ figures: <LifecycleLine contact={contact} /> }),
});
