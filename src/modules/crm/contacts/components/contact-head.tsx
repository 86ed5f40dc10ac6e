"use client";

import { MailX, PhoneOff } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { NounHead } from "@/modules/platform/records/components/noun-head";
import { type Contact, contacts } from "../fields";

/** The head of a contact; it says beside the name in which ways nobody may reach it. */
export function ContactHead({ contact }: { contact: Contact }) {
  const { doNotEmail, doNotCall } = contact;
  return (
    <NounHead
      noun={contacts}
      record={contact}
      badge={
        <>
          {doNotEmail ? (
            <Badge tone="danger">
              <MailX aria-hidden />
              Do not e-mail
            </Badge>
          ) : null}
          {doNotCall ? (
            <Badge tone="danger">
              <PhoneOff aria-hidden />
              Do not call
            </Badge>
          ) : null}
        </>
      }
    />
  );
}
