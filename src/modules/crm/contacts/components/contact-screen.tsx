"use client";

import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { contacts } from "../fields";
import { LifecycleLine } from "./lifecycle-line";

/** Contacts, with the line of their lifecycle. */
export const ContactScreen = screenOf(contacts, {
  own: {
    refusals: {
      emails: ({ doNotEmail }) => (doNotEmail ? "Do not e-mail" : null),
      phones: ({ doNotCall }) => (doNotCall ? "Do not call" : null),
    },
  },
  parts: (contact) => ({ figures: <LifecycleLine contact={contact} /> }),
});
