import { Globe, Link as LinkIcon, Mail, NotepadText, Phone, Text } from "lucide-react";
import type { ReactNode } from "react";
import { SuggestField } from "@/components/form/suggest-field";
import { TextareaField, TextField } from "@/components/form/text-field";
import type { FieldKind, FieldOf } from "@/lib/fields/field";
import { asItIs, type FieldContext, fieldProps, type KindParts } from "./kind";

type TextKind = "text" | "url" | "domain" | "email" | "phone";

const noGroup = (label: string) => `No ${label.charAt(0).toLowerCase()}${label.slice(1)}`;

const inputTypes = { text: undefined, domain: undefined, url: "url", email: "email", phone: "tel" } as const;

interface TextFormFieldProps {
  name: string;
  field: FieldOf<TextKind>;
  hint: ReactNode;
}

function TextFormField(props: TextFormFieldProps) {
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

function textParts<K extends TextKind>(icon: KindParts<K>["icon"], width = 150): KindParts<K> {
  return {
    ...asItIs,
    column: "text",
    width,
    filter: "text",
    icon,
    editor: "text",
    show: (value) => String(value),
    FormField: TextFormField,
    groupName: ({ value }, field) => value ?? noGroup(field.label),
  };
}

const suggesting = (field: FieldOf<"text">, at: FieldContext, name: string) =>
  field.usual ? { suggest: at.suggestions(name, field) } : {};

const plainText = textParts<"text">(<Text aria-hidden />, 140);
export const textKind: KindParts<"text"> = {
  ...plainText,
  show: (value, { mono }) => (mono ? <span className="mono truncate">{String(value)}</span> : String(value)),
  choices: (field, at, name) => suggesting(field, at, name),
  FormField(props) {
    const { suggest } = suggesting(props.field, props.at, props.name);
    if (!suggest) return <TextFormField {...props} />;
    return <SuggestField {...fieldProps(props)} suggest={suggest} nullable={!props.field.required} />;
  },
};
export const urlKind = textParts<"url">(<LinkIcon aria-hidden />, 180);
export const domainKind = textParts<"domain">(<Globe aria-hidden />);
export const emailKind = textParts<"email">(<Mail aria-hidden />, 200);
export const phoneKind = textParts<"phone">(<Phone aria-hidden />, 140);

export const longTextKind: KindParts<"longText"> = {
  ...asItIs,
  column: "text",
  width: 320,
  filter: null,
  icon: <NotepadText aria-hidden />,
  editor: "longText",
  show: (value) => String(value),
  FormField: (props) => <TextareaField {...fieldProps(props)} nullable={!props.field.required} />,
};

/** "No industry": the name of the rows without a value. */
export const withoutValue = ({ label }: { label: string; kind: FieldKind }) => noGroup(label);
