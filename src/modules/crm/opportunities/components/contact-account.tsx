"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { Person } from "@/components/ui/person";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { type Contact, contacts } from "@/modules/crm/contacts/fields";
import { useRelatedRecords } from "@/modules/platform/records/components/noun-related";
import { useApi } from "@/trpc/react";
import { accountFigures, useAccountTotals } from "./account-totals";
import { ofAccount } from "./related-requests";

/** The account of a contact: what it is, its sales, its owner and its other people. */
export function ContactAccount({ account }: Pick<Contact, "account">) {
  return (
    <section aria-label="Account" className="pb-2">
      <SectionHead title="Account" />
      {account ? null : <p className="px-edge text-muted">This contact has no account.</p>}
      {account?.id ? <Card id={account.id} name={account.name} /> : null}
      {account && account.id === null ? (
        <>
          <p className="flex h-10 items-center gap-2.5 px-edge">
            <NameMark name={account.name} size={24} />
            <span className="truncate">{account.name}</span>
          </p>
          <p className="px-edge text-muted">You are not allowed to open this account.</p>
        </>
      ) : null}
    </section>
  );
}

function Card({ id, name }: { id: string; name: string }) {
  const api = useApi();
  const { href, locale } = useWorkspace();
  const query = useQuery(api.accounts.get.queryOptions({ id }));
  const { industry, employees, owner } = query.data ?? {};
  const size = employees ? counted(employees, { one: "employee", many: "employees" }, locale) : null;
  const facts = [industry, size].filter(Boolean).join(", ");
  return (
    <>
      <div className="flex h-10 items-center gap-2.5 px-edge phone:h-13">
        <NameMark name={name} size={24} tone="inverse" />
        <span className="min-w-0 flex-1">
          <Link href={href(`/accounts/${id}`)} className="block truncate rounded-sm leading-[18px] hover:underline">
            {name}
          </Link>
          {facts ? <span className="block truncate text-faint text-sm leading-4">{facts}</span> : null}
        </span>
      </div>
      <DescriptionList>
        <Sums id={id} />
        <DescriptionRow label="Owner">
          {query.isPending ? <Skeleton className="w-24" /> : <Person person={owner ?? null} none="No owner" />}
        </DescriptionRow>
        <People id={id} />
      </DescriptionList>
    </>
  );
}

function Sums({ id }: { id: string }) {
  const at = useListLocale();
  const query = useAccountTotals(id);
  const { data } = query;
  if (query.error && !data) return <LineFailed title="Its figures could not be loaded." query={query} />;
  const figures = data ? accountFigures(data, at).slice(0, 2) : waiting;
  return figures.map(({ label, value, note }) => (
    <DescriptionRow key={label} label={label}>
      <span className="shrink-0">{value}</span>
      {note ? <span className="truncate text-faint text-sm">{note}</span> : null}
    </DescriptionRow>
  ));
}

const waiting = ["Won", "Open"].map((label) => ({ label, value: <Skeleton className="w-16" />, note: undefined }));

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
          <Avatar key={person.id} id={person.id} name={person.name} size={20} className="ring-1 ring-surface" />
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
