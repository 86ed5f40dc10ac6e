"use client";

import type { Entry } from "@/lib/fields/entries";
import { nextStepCells } from "@/modules/platform/data/records/components/noun-next-step";
import type { RecordParts } from "@/modules/platform/data/records/components/noun-record";
import { screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { type Contact, contacts } from "../fields";
import { placeText, refusalOf } from "../rules";
import { ContactHead } from "./contact-head";

const firstOf = (entries: unknown): string => (entries as readonly Entry[] | null)?.[0]?.value ?? "";

/** Contacts; `parts` draws what surrounds their own fields. */
export const contactScreen = (parts: (contact: Contact) => RecordParts) =>
  screenOf(contacts, {
    own: {
      columns: { ...nextStepCells, jobTitle: { phoneCell: (row) => placeText(row as unknown as Contact) } },
      similar: {
        after: "phones",
        texts: (held) => ({
          email: firstOf(held("emails")),
          phone: firstOf(held("phones")),
          name: `${held("firstName") ?? ""} ${held("lastName") ?? ""}`,
        }),
      },
      refusals: {
        emails: (contact) => refusalOf(contact, "emails"),
        phones: (contact) => refusalOf(contact, "phones"),
      },
    },
    parts: (contact) => ({ head: <ContactHead contact={contact} />, ...parts(contact) }),
  });
