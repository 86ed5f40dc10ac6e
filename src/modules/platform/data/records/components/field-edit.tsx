"use client";

import type { FieldContext } from "@/components/fields/kind";
import { editorOf, partsOf } from "@/components/fields/kinds";
import { InlineEdit, type InlineEditProps } from "@/components/ui/inline-edit";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";

interface FieldEditProps {
  name: string;
  field: Field;
  value: unknown;
  at: FieldContext;
  label: string;
  readOnly: boolean;
  /** Gets the value under its name in inputs. */
  onSave(next: unknown): Promise<void>;
  /** Editors that differ from those of other records. */
  edit?: Partial<Omit<InlineEditProps, "label" | "onSave">>;
}

/** A value that is edited in place, as its kind is edited everywhere; nothing where its kind has no such editor. */
export function FieldEdit({ name, field, value, at, label, readOnly, onSave, edit }: FieldEditProps) {
  const parts = partsOf(field);
  const known = field as FieldOf<FieldKind>;
  const editor = editorOf(field);
  if (editor === null) return null;
  const { options, search, suggest, onCreate, duration } = parts.choices?.(known, at, name) ?? {};
  const { name: words, currency = at.currency } = (value ?? {}) as { name?: string; currency?: string };
  const called = field.shortLabel ?? field.label;
  return (
    <InlineEdit
      {...{ label, readOnly, currency, options, search, suggest, onCreate, duration, words }}
      kind={editor}
      value={parts.toEditor(value)}
      required={field.required || field.requiredForNew === true}
      placeholder={field.placeholder ?? `Set ${called.charAt(0).toLowerCase()}${called.slice(1)}`}
      chosen={parts.chosen?.(value)}
      onSave={(next) => onSave(parts.fromEditor(next, value, at))}
      {...edit}
    />
  );
}
