import type { ReactNode } from "react";
import type { CellEditing, DataColumn, EditedValue, FieldOption, Suggest } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ListLocale } from "@/components/data-table/list-locale";
import type { MentionSource } from "@/components/rich-text/mentions";
import type { DurationLimits } from "@/lib/duration-text";
import type { FieldKind, FieldOf, Fields } from "@/lib/fields/field";
import type { NounHead } from "@/lib/nouns/noun-head";

/** How records that fields point to are found by name, and named by their ids. Keeps its identity. */
export interface Picks {
  search(text: string): Promise<readonly FieldOption[]>;
  /** Finds also what nobody can choose any more, for filters; without it they search likewise. */
  filtered?(text: string): Promise<readonly FieldOption[]>;
  lookup(ids: readonly string[]): Promise<readonly FieldOption[]>;
  /** Makes a record of a typed name, where the place offers that and the member may. */
  make?: ((text: string) => Promise<FieldOption>) | undefined;
}

/** The context of fields: the workspace's formats, and the records of other objects. */
export interface FieldContext extends ListLocale {
  /** Of the noun whose fields these are. */
  head: NounHead;
  picks(entity: string): Picks;
  /** Loads the fields of another object, by which records are filtered that point to it; undefined if it has none. */
  related?(entity: string): (() => Promise<Fields>) | undefined;
  /** A cell of a list: the list has one place in the order of Tab, and its keys lead from cell to cell. */
  inList?: boolean;
  /** The address of a path in the workspace. */
  href(path: string): string;
  /** Suggests what the workspace often writes in a field, then its usual values. Keeps its identity. */
  suggestions(name: string, field: FieldOf<"text">): Suggest;
  /** Makes a new option of a field from a text, where members may: a tag. Keeps its identity. */
  maker?(name: string): ((text: string) => Promise<FieldOption>) | undefined;
  /** Names the members who may not see a record, null for a new one, and so hear of no mention in its texts. */
  mentionCheck(record: string | null): MentionSource["check"];
  /** Whether the member may view records of a kind: not while its module is off. */
  mayView(entity: string): boolean;
  /** Whether the member sees all records of a kind. */
  seesAll(entity: string): boolean;
  /** The member who is signed in: the owner of what they create. */
  self: { id: string; name: string };
}

export type EditorKind = CellEditing<never>["kind"] | "longText";

/** One value of a list that is grouped by a field. */
export interface GroupValue {
  value: string | null;
  label: string | null;
  placeholder: boolean;
}

/** Fixed values of a field, suggestions while typing, or how durations are read. */
interface FieldChoices {
  duration?: DurationLimits;
  options?: readonly FieldOption[];
  suggest?: Suggest;
  onCreate?(text: string): Promise<FieldOption>;
}

/** How one kind of field looks and is edited. Values are never empty where it says `value`. */
export interface KindParts<K extends FieldKind> {
  /** Side and skeleton of its column. */
  column: DataColumn<never>["kind"];
  width: number;
  /** How a list is filtered by it; null where it cannot be. */
  filter: FilterField["kind"] | null;
  icon: ReactNode;
  show(value: unknown, field: FieldOf<K>, at: FieldContext): ReactNode;
  /** The cell without a value, where it is more than a dash. */
  empty?(field: FieldOf<K>): ReactNode;
  /** The value in the two-line row of a phone, where it must be smaller. */
  small?(value: unknown): ReactNode;
  /** The value below the name of a record, shown without a label. */
  brief?(value: unknown, field: FieldOf<K>, at: FieldContext): ReactNode;
  /** The kind of its editor in place; null where it has none. */
  editor: EditorKind | ((field: FieldOf<K>) => EditorKind) | null;
  /** The value as an editor holds it. */
  toEditor(value: unknown): EditedValue;
  /** The choices that its value names, for an editor of several that are searched. */
  chosen?(value: unknown): readonly FieldOption[];
  /** The field's part of an edit, from the editor's value and the value before. */
  fromEditor(next: EditedValue, before: unknown, at: FieldContext): unknown;
  /** Further data for its editor and filter. */
  choices?(field: FieldOf<K>, at: FieldContext, name: string): Partial<Picks> & FieldChoices;
  /** The name of a group of its values, and its element where that is more than text. */
  groupName?(group: GroupValue, field: FieldOf<K>): string;
  groupHead?(group: GroupValue, field: FieldOf<K>): ReactNode;
}

/** The parts of a kind whose value is a text or a number that editors take as it is. */
export const asItIs = {
  toEditor: (value: unknown) => (value ?? null) as EditedValue,
  fromEditor: (next: EditedValue) => next,
};
