"use client";

import { Mail, Phone, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { entryLook, entryText } from "@/components/fields/entries";
import { usePageCommand } from "@/components/layout/page-commands";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { NameMark } from "@/components/ui/name-mark";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { mayContact } from "@/modules/crm/contacts/rules";
import { NounMenu } from "@/modules/platform/records/components/noun-head";
import { useContactWrites } from "../contacts/client";
import type { Opportunity } from "../schema";
import { OpportunityForm } from "./opportunity-form";

interface ContactActionsProps {
  contact: Contact;
  /** Icons only, for a phone. */
  compact?: boolean;
}

/** The actions of a contact: a mail, a new opportunity in which it has a part, and the less frequent ones. */
export function ContactActions({ contact, compact }: ContactActionsProps) {
  const { can, href } = useWorkspace();
  const router = useRouter();
  const { add } = useContactWrites();
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
      {compact ? null : <Mailing contact={contact} />}
      {mayCreate ? <NewOpportunity compact={compact === true} onClick={() => setCreating(true)} /> : null}
      <OpportunityForm
        open={creating}
        onOpenChange={setCreating}
        account={
          account?.id
            ? { value: account.id, label: account.name, icon: <NameMark name={account.name} size={16} /> }
            : undefined
        }
        onCreated={(opportunity) => void open(opportunity)}
      />
    </>
  );
}

function NewOpportunity({ compact, onClick }: { compact: boolean; onClick: () => void }) {
  if (compact) return <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={onClick} />;
  return (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={onClick}>
      New opportunity
    </Button>
  );
}

function Mailing({ contact, className }: { contact: Contact; className?: string }) {
  const [first] = contact.emails ?? [];
  if (!first || !mayContact(contact, "email").may) return null;
  return (
    <Button asChild className={className}>
      <a href={entryLook({ kind: "emails" }).href(first) ?? undefined} title={entryText(first)}>
        <Mail aria-hidden />
        E-mail
      </a>
    </Button>
  );
}

/** On a phone: the ways to reach a contact that are allowed, side by side. */
export function ContactReach({ contact }: { contact: Contact }) {
  const number = contact.phones?.find(({ valid }) => valid);
  const mayCall = number && mayContact(contact, "phone").may;
  const mayMail = contact.emails?.[0] && mayContact(contact, "email").may;
  if (!mayCall && !mayMail) return null;
  return (
    <div className="flex gap-2 px-edge py-3.5 desk:hidden">
      <Mailing contact={contact} className="flex-1" />
      {mayCall ? (
        <Button asChild className="flex-1">
          <a href={entryLook({ kind: "phones" }).href(number) ?? undefined} title={entryText(number)}>
            <Phone aria-hidden />
            Call
          </a>
        </Button>
      ) : null}
    </div>
  );
}
