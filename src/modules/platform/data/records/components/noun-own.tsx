import type { ComponentType, ReactNode } from "react";
import type { DataColumn, FieldOption } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ColumnOverride } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import type { baseFields } from "@/lib/fields/base";
import type { Entry } from "@/lib/fields/entries";
import type { Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { NounEntity } from "@/lib/nouns/all";
import type { AnyPart, AnyWhole } from "@/lib/nouns/parts";
import type { Money } from "@/lib/zod";
import type { ManyAct } from "@/modules/platform/data/bulk-runs/components/bulk-change-fields";
import type { ActOnMany, Target } from "@/trpc/bulk";
import type { Grouping } from "@/trpc/list-rows";
import type { OwnEdits } from "@/trpc/noun-client";
import type { SimilarTexts } from "./noun-similar";

/** A column besides those of the fields, as for one part of a field; it stands behind another one. */
export interface ExtraColumn<F extends Fields> {
  after: keyof F & string;
  column: DataColumn<RecordOf<F>>;
  /** The patch for a new value in one of its cells. */
  patch?(row: RecordOf<F>, value: string | number | null): PatchOf<F>;
}

/** The record whose page shows others that belong to it. */
export interface RelatedTo {
  entity: NounEntity;
  one: string;
  id: string;
  name: string;
}

export interface FieldNoteProps<Value> {
  value: Value;
  /** The record that holds it; undefined in the form for a new one. */
  id: string | undefined;
}

/** The search for records that are there already while somebody types a new one. */
export interface SimilarSearch<F extends Fields> {
  /** The warning stands behind this field. */
  after: keyof F & string;
  /** The texts, from the form's present values under the names of inputs. */
  texts(held: (name: string) => unknown): SimilarTexts;
}

/** The reason why an e-mail address or telephone number of a record must not be used; null where it may be. */
export type EntryRefusal<R> = (record: R, entry: Entry) => string | null;

export interface BulkActProps<Row> {
  rows: readonly Row[];
  onAct(how: ActOnMany<Row & Target, never>): Promise<void>;
}

export interface HeadProps<Row> {
  record: Row;
  /** Beside a list, which has the title of the page. */
  heading?: "h2";
  actions?: ReactNode;
}

export interface ViewsProps {
  /** The list, with the switch between the views in its header. */
  list(views: ReactNode): ReactNode;
  /** One record beside another view. */
  renderPeek(id: string): ReactNode;
}

export interface AboveProps {
  /** The record whose page shows the list; undefined on the page of all records. */
  of?: { id: string; name: string } | undefined;
}

export interface FormProps<Row> {
  open: boolean;
  onOpenChange: (open: boolean) => unknown;
  onCreated: (record: Row) => void;
}

/** The parts that a noun replaces or adds on its screens, by name; the rest follows from its fields. */
export interface NounOwn<F extends Fields> extends OwnEdits<F> {
  /** Single parts of columns, by their fields. */
  columns?: { readonly [K in keyof F | keyof typeof baseFields]?: ColumnOverride };
  extraColumns?: readonly ExtraColumn<F>[];
  /** The same as `columns`, by what the list is grouped by. */
  columnsIn?(at: FieldContext, group: string | null): NonNullable<NounOwn<F>["columns"]>;
  /** The filters of its lists in the place of those of its fields, and the names that addresses may use. */
  filters?: { names: readonly string[]; shown: readonly FilterField[] };
  /** Groupings before those of its fields. */
  groupings?: readonly Grouping<RecordOf<F>>[];
  /** In the head of a group, by columns. */
  groupSums?(amounts: readonly Money[], at: FieldContext): Readonly<Record<string, ReactNode>>;
  /** Beside the number of selected rows. */
  bulkSum?(rows: readonly RecordOf<F>[], at: FieldContext): string;
  /** An act on selected rows before the common ones. */
  BulkAct?: ComponentType<BulkActProps<RecordOf<F>>>;
  /** Its acts in the dialog that edits many records. */
  manyActs?: readonly ManyAct[];
  /** In the place of the common head of a record, on its page and beside a list. */
  Head?: ComponentType<HeadProps<RecordOf<F>>>;
  /** In the last line of a card on its board. */
  CardFacts?: ComponentType<{ id: string }>;
  /** A line above its lists, as for adding records quickly. */
  Above?: ComponentType<AboveProps>;
  /** The page of all records where they have another view besides list and board. */
  Views?: ComponentType<ViewsProps>;
  /** In the place of the common form for a new record, and of the common details. */
  Form?: ComponentType<FormProps<RecordOf<F>>>;
  Details?: ComponentType<{ record: RecordOf<F> }>;
  /** Below a field, in the form and among the details: nothing, or a line about its value. */
  notes?: { readonly [K in keyof F]?: ComponentType<FieldNoteProps<F[K]["$out"]>> };
  /** The values that the form for a new record begins with on the page of another one, which it will belong to. */
  from?(to: RelatedTo): PatchOf<F> | undefined;
  /** In the form for a new record: one warning of those that are there already. */
  similar?: SimilarSearch<F>;
  /** Why single addresses or numbers must not be used, by their fields: they are no links then. */
  refusals?: { readonly [K in keyof F]?: EntryRefusal<RecordOf<F>> };
}

/** The record whose parts these are. */
export interface PartsRecord {
  id: string;
  name: string;
  mayEdit: boolean;
}

/** The additions of a noun to the screen of its parts. */
export interface PartsOwn {
  /** The section, where it is not called as its parts. */
  title?: string;
  /** Text of the empty state. */
  purpose?: string;
  /** Values that the form for a new part begins with. */
  first?: Readonly<Record<string, unknown>>;
  /** Records that the form offers first. Keep it the same function on every render. */
  near?: (text: string) => Promise<readonly FieldOption[]>;
  /** Makes a record of a name that nobody has yet (`useNewRecord`). Keep it the same function likewise. */
  make?: ((text: string) => Promise<FieldOption>) | undefined;
  /** Before the rows. */
  above?(whole: AnyWhole): ReactNode;
  /** Before the button that adds a part; null for none, where a record has no parts too. */
  actions?(whole: AnyWhole): ReactNode;
  /** Below the name of a part, and further actions of it, with their width. */
  below?(part: AnyPart): ReactNode;
  reach?: { of(part: AnyPart): ReactNode; width: number };
}
