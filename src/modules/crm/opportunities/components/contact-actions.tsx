"use client";

import { Mail, Phone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { entryLook, entryText } from "@/components/fields/entries";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { refusalOf } from "@/modules/crm/contacts/rules";
import { NounMenu } from "@/modules/platform/data/records/components/noun-menu";
import { usePartWrites } from "@/trpc/part-writes";
import { contactParts } from "../contacts/fields";
import { declared } from "../fields";
import type { Opportunity } from "../schema";
import { LazyOpportunityForm } from "./lazy-parts";
import { NewOpportunityButton } from "./new-opportunity-button";

interface ContactActionsProps {
  contact: Contact;
  /** Icons only, for a phone. */
  compact?: boolean;
}

/** The actions of a contact: an e-mail, a new opportunity in which it has a part, and the less frequent ones. */
export function ContactActions({ contact, compact }: ContactActionsProps) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const { add } = usePartWrites(declared, contactParts);
  const [creating, setCreating] = useState(false);
  const { account } = contact;
  const mayCreate = can("opportunity:create") && !contact.archivedAt;
  usePageCommand(mayCreate ? `New opportunity with ${contact.name}` : null, () => setCreating(true));
  async function open(opportunity: Opportunity) {
    // The opportunity is there in any case; its page shows whether the contact is.
    await add(opportunity, { contactId: contact.id, primary: true }).catch(() => undefined);
    router.push(href(`/opportunities/${opportunity.id}`));
  }
  return (
    <>
      <NounMenu noun={contacts} record={contact} />
      {compact ? null : <Reach contact={contact} kind="emails" />}
      {mayCreate ? <NewOpportunityButton compact={compact === true} onClick={() => setCreating(true)} /> : null}
      <LazyOpportunityForm
        open={creating}
        onOpenChange={setCreating}
        account={
          account?.id
            ? {
                value: account.id,
                label: account.name,
                icon: <NameMark name={account.name} of={{ entity: "account", id: account.id }} size={16} />,
              }
            : undefined
        }
        onCreated={(opportunity) => void open(opportunity)}
      />
    </>
  );
}

interface ReachProps {
  contact: Contact;
  kind: "emails" | "phones";
  className?: string;
}

/** An e-mail or a call to a contact, where it is allowed. */
function Reach({ contact, kind, className }: ReachProps) {
  const entry = kind === "emails" ? contact.emails?.[0] : contact.phones?.find(({ valid }) => valid);
  if (!entry || refusalOf(contact, kind) !== null) return null;
  return (
    <Button asChild className={className}>
      <a href={entryLook({ kind }).href(entry) ?? undefined} title={entryText(entry)}>
        {kind === "emails" ? <Mail aria-hidden /> : <Phone aria-hidden />}
        {kind === "emails" ? "E-mail" : "Call"}
      </a>
    </Button>
  );
}

/** On a phone: the ways to reach a contact that are allowed, side by side. */
export const ContactReach = ({ contact }: { contact: Contact }) => (
  <div className="flex gap-2 px-edge py-3.5 empty:hidden desk:hidden">
    <Reach contact={contact} kind="emails" className="flex-1" />
    <Reach contact={contact} kind="phones" className="flex-1" />
  </div>
);
