"use client";

import { WrittenStep } from "@/modules/platform/data/records/components/noun-written-step";
import { useEditsOf } from "@/trpc/noun-client";
import { type Contact, contacts } from "../fields";

/** The written next step of a contact. */
export function ContactStep({ contact }: { contact: Contact }) {
  return <WrittenStep noun={contacts} record={contact} edits={useEditsOf(contacts)} />;
}
