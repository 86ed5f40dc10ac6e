"use client";

import { Star } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { type ContactRole, contactRoles, roleLabel, roleWords, stanceLabels, stances } from "../contacts/rules";
import type { OpportunityContact } from "../contacts/schema";
import { StanceSign } from "./stance-badge";

const cell = "px-1 py-1 align-top hairline-b hairline-soft phone:p-0 phone:shadow-none";

/** Which contacts decide, influence, evaluate, use and sign, and where they stand; a role that nobody has is a gap. */
export function DecisionMap({ contacts }: { contacts: readonly OpportunityContact[] }) {
  const without = contacts.some(({ role }) => role === null);
  return (
    <table aria-label="Decision map" className="w-full shrink-0 table-fixed phone:block">
      <thead className="text-left text-faint text-sm phone:sr-only">
        <tr className="h-thead [&>th]:font-normal [&>th]:hairline-b">
          <th scope="col" className="w-28 pl-edge!">
            Role
          </th>
          {stances.map((stance) => (
            <th key={stance} scope="col" className="px-1 last:pr-edge!">
              <span className="flex items-center gap-1.5 px-1">
                <StanceSign stance={stance} className={cn("size-3.5", signTones[stance])} />
                {stanceLabels[stance]}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="phone:block">
        {[...contactRoles, ...(without ? [null] : [])].map((role) => (
          <RoleRow key={role ?? "none"} role={role} contacts={contacts.filter((one) => one.role === role)} />
        ))}
      </tbody>
    </table>
  );
}

const signTones = { champion: "text-positive", neutral: "text-muted", against: "text-danger" } as const;

function RoleRow({ role, contacts }: { role: ContactRole | null; contacts: readonly OpportunityContact[] }) {
  return (
    <tr className="phone:grid phone:min-h-11 phone:grid-cols-[96px_minmax(0,1fr)] phone:items-center phone:px-4 phone:py-1.5 phone:hairline-b phone:hairline-soft">
      <th
        scope="row"
        className={`${cell} h-row text-left align-middle! font-normal text-muted desk:pl-edge! phone:h-auto phone:row-span-3`}
      >
        {roleLabel(role)}
      </th>
      {role !== null && contacts.length === 0 ? (
        <td colSpan={stances.length} className={`${cell} desk:pr-edge!`}>
          <span className="flex min-h-7 items-center rounded-sm border border-border-strong border-dashed px-2 text-faint">
            {roleWords[role].missing}
          </span>
        </td>
      ) : (
        stances.map((stance) => (
          <td key={stance} className={`${cell} desk:last:pr-edge! phone:col-start-2 phone:empty:hidden`}>
            {contacts.some((one) => one.stance === stance) ? (
              <ul className="flex flex-col gap-1 phone:mb-1">
                {contacts
                  .filter((one) => one.stance === stance)
                  .map((one) => (
                    <Person key={one.id} one={one} />
                  ))}
              </ul>
            ) : null}
          </td>
        ))
      )}
    </tr>
  );
}

const grounds = {
  champion: "bg-positive-subtle",
  neutral: "bg-surface-press",
  against: "bg-danger-subtle",
} as const;

function Person({ one }: { one: OpportunityContact }) {
  const { href } = useWorkspace();
  const { contact, stance, primary } = one;
  const shown = (
    <>
      <Avatar name={contact.name} id={contact.id ?? undefined} size={20} decorative />
      <span className="truncate">{contact.name}</span>
      <span className="sr-only">{`(${stanceLabels[stance].toLowerCase()}${primary ? ", primary contact" : ""})`}</span>
      {primary ? <Star aria-hidden className="size-3 shrink-0 fill-current text-faint" /> : null}
      <span aria-hidden className={cn("ml-auto flex shrink-0 items-center gap-1.5 text-sm", signTones[stance])}>
        <span className="desk:hidden">{stanceLabels[stance]}</span>
        <StanceSign stance={stance} className="size-3.5" />
      </span>
    </>
  );
  const look = cn("flex min-h-7 min-w-0 items-center gap-1.5 rounded-sm px-1.5 phone:min-h-11", grounds[stance]);
  return (
    <li>
      {contact.id ? (
        <Link href={href(`/contacts/${contact.id}`)} className={cn(look, "hover:underline")}>
          {shown}
        </Link>
      ) : (
        <span className={look}>{shown}</span>
      )}
    </li>
  );
}
