"use client";

import { EntryLinks } from "@/components/fields/entry-links";
import { ShortList } from "@/components/layout/short-list";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { stateLabel } from "@/lib/fields/states";
import { useRelatedRecords } from "@/modules/platform/data/records/components/noun-related";
import { type Contact, contacts, lifecycleStages } from "../fields";
import { refusalOf } from "../rules";

interface AccountPeopleProps {
  /** The account, as a condition of contacts. */
  of: Parameters<typeof useRelatedRecords>[0]["of"];
  /** Leads to all of them. */
  allHref: string;
}

/** The most people that the panel shows. */
const maxShown = 5;

/** The first contacts of an account by name, each with the ways to reach it that are allowed. */
export function AccountPeople({ of, allHref }: AccountPeopleProps) {
  const query = useRelatedRecords({ noun: contacts, of });
  const [first] = query.data?.pages ?? [];
  return (
    <ShortList
      title="People"
      query={query}
      rows={first?.rows.slice(0, maxShown)}
      total={first?.total}
      none="No contact at this account."
      failed="The people could not be loaded."
      waiting={<PeopleSkeleton />}
      allHref={allHref}
    >
      {(contact) => <Person key={contact.id} contact={contact} />}
    </ShortList>
  );
}

function Person({ contact }: { contact: Contact }) {
  const { href } = useWorkspace();
  const { id, name, jobTitle, lifecycle, emails, phones } = contact;
  const facts = [jobTitle, lifecycle ? stateLabel({ options: lifecycleStages }, lifecycle) : null].filter(
    (fact) => fact !== null,
  );
  return (
    <li className="flex min-h-10 items-center gap-2.5 px-edge hover:bg-surface-hover phone:min-h-13">
      <Avatar name={name} id={id} of="contact" size={24} decorative />
      <span className="min-w-0 flex-1">
        <Link href={href(`/contacts/${id}`)} className="block truncate rounded-sm leading-[18px] hover:underline">
          {name}
        </Link>
        <span className="block truncate text-faint text-sm leading-4">{facts.join(", ")}</span>
      </span>
      <span className="-mr-1.5 flex shrink-0">
        <EntryLinks {...{ name, emails, phones }} refusal={(kind) => refusalOf(contact, kind)} />
      </span>
    </li>
  );
}

function PeopleSkeleton() {
  return (
    <SkeletonRegion label="The people are loading" className="px-edge">
      {[52, 44, 60].map((width) => (
        <div key={width} className="flex h-10 items-center gap-2.5">
          <Skeleton className="size-6 rounded-full" />
          <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
