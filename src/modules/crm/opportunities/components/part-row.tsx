"use client";

import { Ellipsis, Mail, MailX, Phone, PhoneOff, Star, StarOff, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { tellRefusal } from "@/components/form/tell-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { dayOf } from "@/components/ui/day-text";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Link } from "@/components/ui/link";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { useDayText } from "@/components/ui/use-day-text";
import { succeeded } from "@/lib/succeeded";
import { useUndoNotice } from "@/trpc/undo-acts";
import { mayContact } from "../../contacts/rules";
import { useContactWrites } from "../contacts/client";
import { type ContactRole, contactRoles, roleLabel, type Stance, stanceLabels, stances } from "../contacts/rules";
import type { OpportunityContact, OpportunityContacts } from "../contacts/schema";
import { StanceBadge } from "./stance-badge";

export const roleOptions = contactRoles.map((value) => ({ value, label: roleLabel(value) }));
export const stanceOptions = stances.map((value) => ({ value, label: stanceLabels[value] }));

interface PartRowProps {
  part: OpportunityContact;
  /** All contacts of the opportunity, which have one version. */
  all: OpportunityContacts;
  mayEdit: boolean;
}

/** One contact of an opportunity: its role and stance are edited in place. */
export function PartRow({ part, all, mayEdit }: PartRowProps) {
  const { href } = useWorkspace();
  const { edits } = useContactWrites();
  const { contact, details } = part;
  const { id, name } = contact;
  const locked = !mayEdit || id === null;
  return (
    <li className="grid min-h-12 grid-cols-[24px_minmax(0,1fr)_104px_104px_auto] items-center gap-x-2 px-edge py-1 hairline-b hairline-soft phone:grid-cols-[24px_minmax(0,1fr)_auto] phone:py-2">
      <Avatar name={name} id={id ?? undefined} size={24} decorative />
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-1.5">
          {id ? (
            <Link href={href(`/contacts/${id}`)} className="truncate rounded-sm font-medium hover:underline">
              {name}
            </Link>
          ) : (
            <span className="truncate font-medium">{name}</span>
          )}
          {part.primary ? <Badge tone="accent">Primary</Badge> : null}
        </span>
        <Facts part={part} />
      </span>
      <span className="contents phone:order-2 phone:col-span-2 phone:col-start-2 phone:grid phone:grid-cols-2 phone:gap-x-4">
        <span className="flex h-8 min-w-0 items-center phone:h-11">
          <InlineEdit
            label={`Role of ${name}`}
            kind="option"
            value={part.role}
            options={roleOptions}
            placeholder="Set a role"
            readOnly={locked}
            onSave={(next) => edits.save(all, "Role", { contactId: id ?? "", role: next as ContactRole | null })}
          >
            {roleLabel(part.role)}
          </InlineEdit>
        </span>
        <span className="flex h-8 min-w-0 items-center phone:h-11">
          <InlineEdit
            label={`Stance of ${name}`}
            kind="option"
            value={part.stance}
            options={stanceOptions}
            required
            readOnly={locked}
            onSave={(next) => edits.save(all, "Stance", { contactId: id ?? "", stance: next as Stance })}
          >
            <StanceBadge stance={part.stance} />
          </InlineEdit>
        </span>
      </span>
      <span className="flex items-center justify-end phone:order-1">
        {details ? <Reach name={name} details={details} /> : null}
        {locked ? null : <PartMenu part={part} all={all} id={id} />}
      </span>
    </li>
  );
}

/** Job title and last touch; a reader who may not open the contact learns neither. */
function Facts({ part }: { part: OpportunityContact }) {
  const { timeZone } = useListLocale();
  const day = useDayText();
  const { details, lastTouchAt } = part;
  if (!details) return <span className="truncate text-muted text-sm">You are not allowed to open this contact.</span>;
  const touch = lastTouchAt === null ? "No touch yet" : `Last touch ${inLine(day(dayOf(lastTouchAt, timeZone)))}`;
  return (
    <span className="flex min-w-0 gap-x-1.5 text-muted text-sm phone:flex-wrap">
      {details.jobTitle ? (
        <>
          <span className="truncate">{details.jobTitle}</span>
          <span aria-hidden className="text-faint phone:hidden">
            ·
          </span>
        </>
      ) : null}
      <span className="shrink-0 text-faint">{touch}</span>
    </span>
  );
}

/** Inside a line a day has no capital: "Last touch today". */
const inLine = (day: string) => day.replace(/^(Today|Yesterday)$/, (word) => word.toLowerCase());

type Details = NonNullable<OpportunityContact["details"]>;

/** A mail and a call to the contact; a way that must not be used is no link, and says why. */
function Reach({ name, details }: { name: string; details: Details }) {
  const [mail] = details.emails ?? [];
  const number = details.phones?.find(({ valid }) => valid);
  const [email, phone] = [mayContact(details, "email"), mayContact(details, "phone")];
  return (
    <>
      {email.may && mail ? (
        <Way label={`E-mail ${name}`} href={`mailto:${mail.value}`} icon={<Mail aria-hidden />} />
      ) : null}
      {email.may || !mail ? null : <NoWay reason={email.reason} icon={<MailX aria-hidden />} />}
      {phone.may && number ? (
        <Way label={`Call ${name}`} href={`tel:${number.value}`} icon={<Phone aria-hidden />} />
      ) : null}
      {phone.may || !number ? null : <NoWay reason={phone.reason} icon={<PhoneOff aria-hidden />} />}
    </>
  );
}

const way = "grid size-7 place-items-center rounded-sm phone:size-11 [&_svg]:size-[15px]";

function Way({ label, href, icon }: { label: string; href: string; icon: ReactNode }) {
  return (
    <a href={href} aria-label={label} title={label} className={`${way} text-muted hover:bg-surface-hover`}>
      {icon}
    </a>
  );
}

function NoWay({ reason, icon }: { reason: string; icon: ReactNode }) {
  return (
    <span title={reason} className={`${way} text-danger`}>
      {icon}
      <span className="sr-only">{reason}</span>
    </span>
  );
}

function PartMenu({ part, all, id }: Pick<PartRowProps, "part" | "all"> & { id: string }) {
  const offerUndo = useUndoNotice();
  const { edits, add, remove } = useContactWrites();
  const { name } = part.contact;
  const setPrimary = (primary: boolean) =>
    edits.send(all, "Primary contact", { contactId: id, primary }).catch(tellRefusal);
  async function takeOff() {
    try {
      const left = await remove(all, id);
      const { role, stance, primary } = part;
      offerUndo(`${name} removed`, () => succeeded(add(left, { contactId: id, role, stance, primary }), tellRefusal));
    } catch (error) {
      tellRefusal(error);
    }
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton size="sm" label={`More for ${name}`} icon={<Ellipsis aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        {part.primary ? (
          <MenuItem icon={<StarOff aria-hidden />} onSelect={() => void setPrimary(false)}>
            No longer primary contact
          </MenuItem>
        ) : (
          <MenuItem icon={<Star aria-hidden />} onSelect={() => void setPrimary(true)}>
            Make primary contact
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 aria-hidden />} onSelect={() => void takeOff()}>
          Remove from this opportunity
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
