import { type FieldOption, selectableOptions } from "@/components/data-table/data-column";
import { ColorDot, type TagOption } from "@/components/ui/tag";
import type { ChoiceOption } from "@/lib/fields/field";

/** The options of a field as editors and filters offer them. */
export const picksOf = (options: readonly ChoiceOption[]): FieldOption[] =>
  options.map(({ value, label, color, archived }) => ({
    value,
    label,
    ...(color ? { color, icon: <ColorDot color={color} className="size-2" /> } : {}),
    ...(archived ? { archived } : {}),
  }));

/** The same as a form for a new record offers them. */
export const offeredOf = (options: readonly ChoiceOption[]): readonly FieldOption[] =>
  selectableOptions([], picksOf(options));

/** A value as it is shown; one that no option has is shown itself. */
export const tagOf = (options: readonly ChoiceOption[], wanted: string): TagOption =>
  options.find(({ value }) => value === wanted) ?? { value: wanted, label: wanted };
