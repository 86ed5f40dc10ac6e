import type { Field, Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { RecordEdits } from "@/trpc/record-edits";

/** A field of a record in its details, whatever its noun. */
export interface FieldOfRecord {
  name: string;
  field: Field;
  record: RecordOf<Fields>;
  edits: RecordEdits<RecordOf<Fields>, PatchOf<Fields>>;
}
