import type { MentionSource } from "@/components/rich-text/mentions";
import { RichTextField } from "@/components/rich-text/rich-text-field";
import { DescriptionRow } from "@/components/ui/description-list";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf } from "@/lib/fields/record";
import type { RichText } from "@/lib/rich-text/rich-text";
import type { FieldOfRecord } from "./field-of-record";

interface RichTextRowProps extends FieldOfRecord {
  check: MentionSource["check"];
}

/** A formatted text of a record, which is edited in its place. */
export function RichTextRow({ name, field, record, edits, check }: RichTextRowProps) {
  const label = field.shortLabel ?? field.label;
  return (
    <DescriptionRow label={label} field={name} stacked>
      <RichTextField
        {...{ name, label, check }}
        record={record.id}
        version={record.version}
        value={record[name] as RichText | null}
        readOnly={!record.mayEdit || field.computed}
        empty={field.placeholder ?? `Set ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
        onSave={(doc, version) =>
          edits.replace({ ...record, version }, label, { [name]: doc && { doc } } as PatchOf<Fields>)
        }
      />
    </DescriptionRow>
  );
}
