"use client";

import { useQuery } from "@tanstack/react-query";
import { Archive, Code, CreditCard, Download, KeyRound, LifeBuoy, type LucideIcon, Mail, Users } from "lucide-react";
import type { ReactNode } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { Avatar } from "@/components/ui/avatar";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { capital } from "@/lib/text";
import { useApi } from "@/trpc/react";

const never: readonly { text: string; Icon: LucideIcon }[] = [
  { text: "See or set passwords and second factors", Icon: KeyRound },
  { text: "See API keys and secrets", Icon: Code },
  { text: "Change billing, plan or card", Icon: CreditCard },
  { text: "Change ownership, roles or members", Icon: Users },
  { text: "Export records or files", Icon: Download },
  { text: "Delete anything for good", Icon: Archive },
  { text: "Read or change a member's inbox and e-mails", Icon: Mail },
  { text: "Change this page", Icon: LifeBuoy },
];

/** Beside the consent: the limits that hold whatever it says, and the people who hear of each session. */
export function SupportFacts() {
  return (
    <div className="min-w-0">
      <Part title="What staff can never do">
        <p className="text-muted">
          These actions are refused in every session, whatever you allow here, and each attempt is recorded.
        </p>
        <ul className="mt-2">
          {never.map(({ text, Icon }) => (
            <li key={text} className="flex min-h-[30px] items-center gap-2.5">
              <Icon aria-hidden className="size-[15px] shrink-0 text-faint" />
              {text}
            </li>
          ))}
        </ul>
      </Part>
      <Part title="What staff always see">
        <p className="text-muted">
          Names and roles of members, plan, seats, invoices, counts of records and calls, and errors with the ids of
          records. They do not see records, values or files.
        </p>
      </Part>
      <Told />
    </div>
  );
}

function Part({ title, count, children }: { title: string; count?: number | undefined; children: ReactNode }) {
  return (
    <section aria-label={title} className="px-[18px] py-3.5 hairline-b phone:px-4">
      <h2 className="font-semibold">
        {title}
        {count === undefined ? null : <span className="ml-2 font-normal text-faint">{count}</span>}
      </h2>
      <div className="mt-2">{children}</div>
    </section>
  );
}

/** Owners and admins who get an e-mail when a session begins and when it ends. */
function Told() {
  const api = useApi();
  const query = useQuery(
    api.members.list.queryOptions({
      conditions: [
        { field: "role", op: "anyOf", value: ["owner", "admin"] },
        { field: "status", op: "is", value: "active" },
      ],
      limit: 100,
    }),
  );
  const people = query.data?.rows;
  return (
    <Part title="Who is notified" count={people?.length}>
      {query.error && !people ? <LineFailed title="The people could not be loaded." query={query} /> : null}
      {people || query.error ? null : (
        <SkeletonRegion label="Loading the people who are notified" className="flex flex-col gap-5 py-2">
          <Skeleton className="w-40" />
          <Skeleton className="w-48" />
        </SkeletonRegion>
      )}
      <ul>
        {people?.map(({ id, name, role }) => (
          <li key={id} className="flex min-h-11 items-center gap-2.5">
            <Avatar name={name} id={id} size={28} decorative />
            <span className="min-w-0">
              <span className="block truncate">{name}</span>
              <span className="block text-muted text-sm">{`${capital(role)}, notified at start and end`}</span>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
