"use client";

import { Calendar, CircleDollarSign, Hash, Mail, Plus, Tag, Tags, Timer, ToggleLeft, Type } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { signOf } from "@/components/ui/noun-icon";
import { Select, type SelectProps } from "@/components/ui/select";
import type { Field } from "../client";
import { NewFieldDialog } from "../own-fields/components/new-field-dialog";

const icons: Readonly<Record<string, typeof Hash>> = {
  money: CircleDollarSign,
  currency: CircleDollarSign,
  integer: Hash,
  decimal: Hash,
  duration: Timer,
  day: Calendar,
  email: Mail,
  enum: Tag,
  choices: Tags,
  boolean: ToggleLeft,
};

const NONE = "none";
const NEW = "new";
type Column = Omit<ComponentProps<typeof NewFieldDialog>, "onClose" | "onMade">;

interface FieldSelectProps extends Pick<SelectProps<string>, "aria-label" | "size" | "quiet" | "placeholder"> {
  value: string | null;
  fields: readonly (Field & { note?: string })[];
  /** "No field", where a column may have none. */
  none?: string;
  /** The column of which a new field can be made. */
  newFrom?: Column | null;
  onChange: (field: string | null) => void;
}

/** One field of an object, or a new one. */
export function FieldSelect({ value, fields, none, newFrom, onChange, ...select }: FieldSelectProps) {
  const { currency, can } = useWorkspace();
  const [making, setMaking] = useState(false);
  const options = fields.map(({ field, label, kind, to, note }) => {
    const Icon = (to === null ? icons[kind] : signOf(to)) ?? Type;
    return {
      value: field,
      label: kind === "money" ? `${label}, ${currency}` : label,
      icon: <Icon aria-hidden className="size-3.5 text-faint" />,
      note,
    };
  });
  const fresh = { value: NEW, label: "New field…", icon: <Plus aria-hidden className="size-3.5 text-faint" /> };
  const choose = (next: string) => {
    if (next === NEW) setMaking(true);
    else onChange(next === NONE ? null : next);
  };
  return (
    <>
      <Select
        {...select}
        value={value ?? (none ? NONE : null)}
        options={
          none
            ? [
                { value: NONE, label: none },
                ...(newFrom && can("field:manage") ? [fresh] : []),
                { label: "Fields", options },
              ]
            : options
        }
        onValueChange={choose}
      />
      {making && newFrom ? <NewFieldDialog {...newFrom} onClose={() => setMaking(false)} onMade={onChange} /> : null}
    </>
  );
}
