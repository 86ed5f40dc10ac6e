"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { DescriptionRow } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Person } from "@/components/ui/person";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { useRelatedRecords } from "@/modules/platform/data/records/components/noun-related";
import { useApi } from "@/trpc/react";
import { AccountSection } from "./account-panel";
import { ofAccount } from "./related-requests";

/** The account of a contact: what it is, its sales, its owner and its other people. */
export function ContactAccount({ account }: Pick<Contact, "account">) {
  const id = account?.id ?? null;
  return (
    <AccountSection
      account={account}
      none="This contact has no account."
      facts={id === null ? null : <Facts id={id} />}
      most={2}
    >
      {id === null ? null : (
        <>
          <Owner id={id} />
          <People id={id} />
        </>
      )}
    </AccountSection>
  );
}

const useAccount = (id: string) => useQuery(useApi().accounts.get.queryOptions({ id }));

function Facts({ id }: { id: string }) {
  const { locale } = useWorkspace();
  const { industry, employees } = useAccount(id).data ?? {};
  const size = employees ? counted(employees, { one: "employee", many: "employees" }, locale) : null;
  const facts = [industry, size].filter(Boolean).join(", ");
  return facts ? <span className="block truncate text-faint text-sm leading-4">{facts}</span> : null;
}

function Owner({ id }: { id: string }) {
  const { data, isPending } = useAccount(id);
  return (
    <DescriptionRow label="Owner">
      {isPending ? <Skeleton className="w-24" /> : <Person person={data?.owner ?? null} none="No owner" />}
    </DescriptionRow>
  );
}

/** The most people whose marks are shown. */
const maxShown = 3;

function People({ id }: { id: string }) {
  const { href, locale } = useWorkspace();
  const [first] = useRelatedRecords({ noun: contacts, of: ofAccount(id) }).data?.pages ?? [];
  const shown = first?.rows.slice(0, maxShown) ?? [];
  const total = first?.total ?? 0;
  const others = typeof total === "number" ? total - shown.length : total;
  return (
    <DescriptionRow label="Contacts">
      <span className="flex -space-x-0.5">
        {shown.map((person) => (
          <Avatar
            key={person.id}
            id={person.id}
            of="contact"
            name={person.name}
            size={20}
            className="ring-1 ring-surface"
          />
        ))}
      </span>
      {others === 0 ? null : (
        <Link href={href(`/accounts/${id}?tab=contacts`)} className="rounded-sm text-muted hover:underline">
          {typeof others === "number" ? `and ${others.toLocaleString(locale)} more` : "and many more"}
        </Link>
      )}
    </DescriptionRow>
  );
}
