import { Link2, User, Users } from "lucide-react";
import { Link } from "@/components/ui/link";
import { People, Person, PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import type { FieldOf } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import type { MemberReference, Reference } from "@/lib/zod";
import type { FieldContext, KindParts } from "./kind";
import { withoutValue } from "./text";

/** The address of the record that a field points to; null where it has no page, or this member may not open it. */
export function addressOf({ id }: Reference, { to }: FieldOf<"reference">, at: FieldContext): string | null {
  const head = nounOf(to);
  return head && id !== null ? at.href(`/${head.path}/${id}`) : null;
}

function ReferenceLink({ of, field, at }: { of: Reference; field: FieldOf<"reference">; at: FieldContext }) {
  const to = addressOf(of, field, at);
  if (to === null) return <ReferenceName of={of} />;
  return (
    <Link href={to} {...(at.inList && { tabIndex: -1 })} className="truncate rounded-sm hover:underline">
      {of.name}
    </Link>
  );
}

export const referenceKind: KindParts<"reference"> = {
  column: "text",
  width: 150,
  filter: "member",
  icon: <Link2 aria-hidden />,
  editor: "option",
  show: (value, field, at) => <ReferenceLink of={value as Reference} field={field} at={at} />,
  small: (value) => <ReferenceName of={value as Reference} />,
  // A record that this member may not open has a name only.
  toEditor: (value) => (value as Reference | null)?.id ?? (value as Reference | null)?.name ?? null,
  fromEditor: (next) => next,
  choices: ({ to }, at) => at.picks(to),
  groupName: ({ value, label }, field) => (value === null ? withoutValue(field) : (label ?? "Unknown")),
};

export const memberKind: KindParts<"member"> = {
  column: "custom",
  width: 166,
  filter: "member",
  icon: <User aria-hidden />,
  editor: "option",
  show: (value) => <Person person={value as MemberReference} none="" />,
  empty: (field) => <Person person={null} none={withoutValue(field)} />,
  small: (value) => <PersonMark person={value as MemberReference} size={16} />,
  toEditor: (value) => (value as MemberReference | null)?.id ?? null,
  fromEditor: (next) => next,
  choices: (_field, at) => at.picks("member"),
  groupName: ({ value, label }, field) => (value === null ? withoutValue(field) : (label ?? "Unknown member")),
  groupHead: ({ value, label, placeholder }, field) => (
    <Person person={label ? { id: value, name: label, placeholder } : null} none={withoutValue(field)} />
  ),
};

/** Several members: a list shows their pictures, a record their names too. */
export const membersKind: KindParts<"members"> = {
  column: "custom",
  width: 166,
  filter: "member",
  icon: <Users aria-hidden />,
  editor: "choices",
  show: (value, _field, { inList }) => <People people={value as readonly MemberReference[]} short={inList === true} />,
  brief: (value) => (value as readonly MemberReference[]).map(({ name }) => name).join(", "),
  toEditor: (value) => (value as readonly MemberReference[] | null)?.flatMap(({ id }) => id ?? []) ?? null,
  fromEditor: (next) => next,
  chosen: (value) =>
    ((value ?? []) as readonly MemberReference[]).flatMap((person) =>
      person.id === null
        ? []
        : [{ value: person.id, label: person.name, icon: <PersonMark person={person} size={16} decorative /> }],
    ),
  choices: (_field, at) => at.picks("member"),
};
