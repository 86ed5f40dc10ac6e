import { Link2, User } from "lucide-react";
import { ComboboxField } from "@/components/form/choice-field";
import { Person, PersonMark } from "@/components/ui/person";
import type { MemberReference, Reference } from "@/lib/zod";
import type { KindParts } from "./kind";
import { withoutValue } from "./text";

export const referenceKind: KindParts<"reference"> = {
  column: "text",
  width: 150,
  filter: "member",
  icon: <Link2 aria-hidden />,
  editor: "option",
  show: (value) => (value as Reference).name,
  // A record that this member may not open has a name only.
  toEditor: (value) => (value as Reference | null)?.id ?? (value as Reference | null)?.name ?? null,
  fromEditor: (next) => next,
  choices: ({ to }, at) => at.picks(to),
  FormField: ({ name, field, at }) => (
    <ComboboxField name={name} label={field.label} optional={!field.required} search={at.picks(field.to).search} />
  ),
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
  FormField: ({ name, field, at }) => (
    <ComboboxField
      name={name}
      label={field.label}
      optional={!field.required}
      search={at.picks("member").search}
      selected={{ value: at.self.id, label: at.self.name }}
    />
  ),
  groupName: ({ value, label }, field) => (value === null ? withoutValue(field) : (label ?? "Unknown member")),
  groupHead: ({ value, label, placeholder }, field) => (
    <Person person={label ? { id: value, name: label, placeholder } : null} none={withoutValue(field)} />
  ),
};
