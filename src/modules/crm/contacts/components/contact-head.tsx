"use client";

import { MailX, PhoneOff } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { NounHead } from "@/modules/platform/data/records/components/noun-head";
import { type Contact, contacts } from "../fields";

const warnings = [
  { field: "doNotEmail", icon: <MailX aria-hidden /> },
  { field: "doNotCall", icon: <PhoneOff aria-hidden /> },
] as const;

/** The head of a contact; it says next to the name in which ways nobody may reach it. */
export const ContactHead = ({ contact }: { contact: Contact }) => (
  <NounHead
    noun={contacts}
    record={contact}
    badge={warnings
      .filter(({ field }) => contact[field])
      .map(({ field, icon }) => (
        <Badge key={field} tone="danger">
          {icon}
          {contacts.fields[field].label}
        </Badge>
      ))}
  />
);
