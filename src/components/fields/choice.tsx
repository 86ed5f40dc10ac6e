import { Tag, ToggleLeft } from "lucide-react";
import { SelectField, YesNoField } from "@/components/form/choice-field";
import { Badge } from "@/components/ui/badge";
import type { ChoiceOption } from "@/lib/fields/field";
import { asItIs, type KindParts } from "./kind";
import { withoutValue } from "./text";

const labelOf = (options: readonly ChoiceOption[], value: unknown) =>
  options.find((option) => option.value === value)?.label ?? String(value);
const picksOf = (options: readonly ChoiceOption[]) => options.map(({ value, label }) => ({ value, label }));

export const choiceKind: KindParts<"choice"> = {
  ...asItIs,
  column: "custom",
  width: 120,
  filter: "enum",
  icon: <Tag aria-hidden />,
  editor: "option",
  show: (value, { options }) => <Badge>{labelOf(options, value)}</Badge>,
  choices: ({ options }) => ({ options: picksOf(options) }),
  FormField: ({ name, field }) => (
    <SelectField
      name={name}
      label={field.label}
      optional={!field.required}
      options={picksOf(field.options)}
      placeholder={field.placeholder}
    />
  ),
  groupName: ({ value }, field) => (value === null ? withoutValue(field) : labelOf(field.options, value)),
};

const yesNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

export const booleanKind: KindParts<"boolean"> = {
  column: "custom",
  width: 90,
  filter: "boolean",
  icon: <ToggleLeft aria-hidden />,
  editor: "option",
  show: (value) => (value ? "Yes" : "No"),
  toEditor: (value) => String(value === true),
  fromEditor: (next) => next === "true",
  choices: () => ({ options: yesNo }),
  FormField: ({ name, field }) => <YesNoField name={name} label={field.label} />,
};
