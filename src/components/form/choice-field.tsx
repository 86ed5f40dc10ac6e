"use client";

import type { FieldValues } from "react-hook-form";
import { Combobox, type ComboboxProps } from "@/components/ui/combobox";
import { Segmented, type SegmentedOption } from "@/components/ui/segmented";
import { Select, type SelectGroup, type SelectOption } from "@/components/ui/select";
import { SeveralCombobox, type SeveralComboboxProps } from "@/components/ui/several-combobox";
import { FieldFrame, type FieldProps, useField } from "./field";

export type SelectFieldProps<T extends FieldValues> = FieldProps<T> & {
  options: readonly (SelectOption | SelectGroup)[];
  placeholder?: string | undefined;
};

/** A field for one value of a short, fixed list. */
export function SelectField<T extends FieldValues = FieldValues>(props: SelectFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, options, placeholder } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Select
        id={id}
        size={size}
        options={options}
        placeholder={placeholder}
        disabled={disabled}
        invalid={error !== undefined}
        aria-describedby={describedBy(hint)}
        value={field.value ?? null}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
      />
    </FieldFrame>
  );
}

export type ComboboxFieldProps<T extends FieldValues> = FieldProps<T> &
  Pick<
    ComboboxProps,
    "options" | "search" | "selected" | "placeholder" | "searchLabel" | "empty" | "clearable" | "onCreate"
  >;

/** A field for one of many values, found by typing; the form's value is an id or null. */
export function ComboboxField<T extends FieldValues = FieldValues>(props: ComboboxFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, ...rest } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <Combobox
        {...rest}
        searchLabel={rest.searchLabel ?? `Find in ${label}`}
        id={id}
        size={size}
        disabled={disabled}
        clearable={rest.clearable ?? optional}
        invalid={error !== undefined}
        aria-describedby={describedBy(hint)}
        value={field.value ?? null}
        onChange={(option) => field.onChange(option?.value ?? null)}
        onBlur={field.onBlur}
      />
    </FieldFrame>
  );
}

export type SeveralFieldProps<T extends FieldValues> = FieldProps<T> &
  Pick<SeveralComboboxProps, "options" | "search" | "onCreate" | "selected" | "placeholder" | "searchLabel"> & {
    /** Convert between the form's value and the options, where the form holds more than ids. */
    shown?: (held: unknown) => readonly string[];
    held?: (values: readonly string[]) => unknown;
  };

/** A field for several of many values, found by typing; the form's value is a list of ids, or null. */
export function SeveralField<T extends FieldValues = FieldValues>(props: SeveralFieldProps<T>) {
  const { name, label, hint, optional, action, size, disabled, className, shown, held, ...rest } = props;
  const { id, field, error, describedBy } = useField<T>(name, disabled);
  const change = (values: readonly string[]) => (held ? held(values) : values);
  return (
    <FieldFrame {...{ id, label, hint, optional, action, error, className }}>
      <SeveralCombobox
        {...rest}
        id={id}
        size={size}
        disabled={disabled}
        searchLabel={rest.searchLabel ?? `Find in ${label}`}
        invalid={error !== undefined}
        aria-describedby={describedBy(hint)}
        values={shown ? shown(field.value) : ((field.value ?? []) as readonly string[])}
        onChange={(values) => field.onChange(held || values.length > 0 ? change(values) : null)}
        onBlur={field.onBlur}
      />
    </FieldFrame>
  );
}

const yesNo = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
] as const;

type ChoiceProps<T extends FieldValues> = Omit<FieldProps<T>, "size">;

/** A field for yes or no; the form's value is true or false. */
export function YesNoField<T extends FieldValues = FieldValues>(props: ChoiceProps<T>) {
  return (
    <SegmentedField
      {...props}
      options={yesNo}
      shown={(held) => (held === true ? "yes" : "no")}
      held={(next) => next === "yes"}
    />
  );
}

const same = (value: string) => value;

/** A segmented control for two to five options. `shown` and `held` convert between the form's value and the option. */
export function SegmentedField<T extends FieldValues = FieldValues>({
  options,
  shown = same,
  held = same,
  ...props
}: ChoiceProps<T> & {
  options: readonly SegmentedOption<string>[];
  shown?: (held: T[keyof T]) => string;
  held?: (option: string) => unknown;
}) {
  const { name, label, hint, optional, action, disabled, className } = props;
  const { id, field, error } = useField<T>(name, disabled);
  return (
    <FieldFrame group {...{ id, label, hint, optional, action, error, className }}>
      <Segmented
        look="field"
        aria-label={label}
        options={options}
        value={shown(field.value)}
        onValueChange={(next) => field.onChange(held(next))}
        disabled={disabled}
      />
    </FieldFrame>
  );
}
