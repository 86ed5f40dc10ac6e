import type { ComponentType, ReactNode } from "react";
import { OptionalAddressFields } from "@/components/form/address-fields";
import { ComboboxField, SelectField, SeveralField, YesNoField } from "@/components/form/choice-field";
import { EntriesField } from "@/components/form/entries-field";
import { SuggestField } from "@/components/form/suggest-field";
import { TextareaField, TextField } from "@/components/form/text-field";
import { DateField, DurationField, InstantField, MoneyField, NumberField } from "@/components/form/typed-field";
import { RichTextFormField } from "@/components/rich-text/rich-text-form-field";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import type { LinkedRecordInput } from "@/lib/fields/links";
import { type EntryKind, entryLook } from "./entries";
import type { FieldContext } from "./kind";
import { linksIn, searchIn } from "./links";
import { offeredOf } from "./options";
import { suggesting, type TextKind } from "./text";

interface FormFieldProps<K extends FieldKind> {
  /** Under which the form holds it. */
  name: string;
  field: FieldOf<K>;
  at: FieldContext;
  /** Below it: a warning about its value. */
  hint: ReactNode;
}
type Named<K extends FieldKind = FieldKind> = Pick<FormFieldProps<K>, "name" | "field" | "hint">;

/** The name, label and hint of a field in a form, and whether it may stay empty. */
const fieldProps = ({ name, field, hint }: Named) => ({ name, hint, label: field.label, optional: !field.required });

const inputTypes = { text: undefined, domain: undefined, url: "url", email: "email", phone: "tel" } as const;

function OneLine(props: Named<TextKind>) {
  const { field } = props;
  return (
    <TextField
      {...fieldProps(props)}
      nullable={!field.required}
      type={inputTypes[field.kind]}
      autoComplete="off"
      placeholder={field.example}
    />
  );
}

function Suggested(props: FormFieldProps<"text">) {
  const { suggest } = suggesting(props.field, props.at, props.name);
  if (!suggest) return <OneLine {...props} />;
  return <SuggestField {...fieldProps(props)} suggest={suggest} nullable={!props.field.required} />;
}

/** The control of a form for all entries of a field. */
export function EntriesFormField({ name, field, hint }: { name: string; field: FieldOf<EntryKind>; hint?: ReactNode }) {
  const { types, one, inputType } = entryLook(field);
  const { label, required } = field;
  return <EntriesField {...{ name, label, hint, one, types, inputType }} optional={!required} />;
}

/** A closed list is a menu up to this length; a longer one is searched. */
const menuLength = 20;

function Choice(props: FormFieldProps<"choice">) {
  const options = offeredOf(props.field.options);
  const given = { ...fieldProps(props), placeholder: props.field.placeholder, options };
  return options.length > menuLength ? <ComboboxField {...given} /> : <SelectField {...given} />;
}

/** The controls of forms, which only forms load. */
const controls: { [K in FieldKind]: (props: FormFieldProps<K>) => ReactNode } = {
  text: Suggested,
  longText: (props) => <TextareaField {...fieldProps(props)} nullable={!props.field.required} />,
  richText: (props) => (
    <RichTextFormField
      {...fieldProps(props)}
      placeholder={props.field.placeholder}
      check={props.at.mentionCheck(null)}
      of={props.at.head.path}
    />
  ),
  url: OneLine,
  domain: OneLine,
  email: OneLine,
  emails: EntriesFormField,
  phone: OneLine,
  phones: EntriesFormField,
  integer: (props) => <NumberField {...fieldProps(props)} />,
  number: (props) => <NumberField {...fieldProps(props)} unit={props.field.unit} />,
  percent: (props) => <NumberField {...fieldProps(props)} unit="%" />,
  duration: (props) => (
    <DurationField {...fieldProps(props)} duration={props.field} placeholder={props.field.example} />
  ),
  money: (props) => <MoneyField {...fieldProps(props)} currency={props.at.currency} />,
  amounts: () => null,
  date: (props) => <DateField {...fieldProps(props)} />,
  instant: (props) => <InstantField {...fieldProps(props)} />,
  boolean: ({ name, field, hint }) => <YesNoField name={name} label={field.label} hint={hint} />,
  choice: Choice,
  choices: (props) => (
    <SeveralField
      {...fieldProps(props)}
      options={offeredOf(props.field.options)}
      placeholder={props.field.placeholder}
      onCreate={props.at.maker?.(props.name)}
    />
  ),
  reference(props) {
    const { search, make } = props.at.picks(props.field.to);
    return <ComboboxField {...fieldProps(props)} search={search} onCreate={make} />;
  },
  member: (props) => (
    <ComboboxField
      {...fieldProps(props)}
      search={props.at.picks("member").search}
      selected={{ value: props.at.self.id, label: props.at.self.name }}
    />
  ),
  members: (props) => (
    <SeveralField
      {...fieldProps(props)}
      search={props.at.picks("member").search}
      placeholder={props.field.placeholder}
    />
  ),
  address: ({ name, field }) => <OptionalAddressFields name={name} label={field.label} />,
  links: (props) => (
    <SeveralField
      {...fieldProps(props)}
      search={searchIn(props.field, props.at)}
      placeholder={props.field.placeholder}
      shown={(held) => ((held ?? []) as LinkedRecordInput[]).map(({ entity, id }) => `${entity}:${id}`)}
      held={linksIn}
    />
  ),
};

/** The control of a field in a form. */
export const formFieldOf = (field: Field) => controls[field.kind] as ComponentType<FormFieldProps<FieldKind>>;
