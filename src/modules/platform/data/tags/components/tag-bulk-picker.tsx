"use client";

import { Tag, Tags } from "lucide-react";
import { BulkPickSeveral } from "@/components/data-table/bulk-pick-several";
import { selectableOptions } from "@/components/data-table/data-column";
import { picksOf } from "@/components/fields/options";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Option } from "@/components/ui/option-list";
import type { TagAction } from "@/lib/bulk";
import { counted, type Noun } from "@/lib/counted";
import { tagsField, tagsName, valueIn } from "@/lib/fields/custom";
import type { ChoiceOption } from "@/lib/fields/field";
import { andList } from "@/lib/text";
import type { ActOnMany, Target } from "@/trpc/bulk";
import { useNewTag } from "./tag-picker";

interface TagBulkPickerProps<Row extends Target> {
  noun: Noun;
  rows: readonly Row[];
  onAct(act: ActOnMany<Row, TagAction>): void;
}

const tagsOf = (row: object) => (valueIn(row, tagsName) ?? []) as readonly string[];
const ids = (tags: readonly Option[]) => tags.map(({ value }) => value);
const names = (tags: readonly Option[]) => andList(tags.map(({ label }) => label));

/** Adds tags to the selected records, or removes those that they have; `noun` is their kind. */
export function TagBulkPicker<Row extends Target>({ noun, rows, onAct }: TagBulkPickerProps<Row>) {
  const { custom } = useWorkspace();
  const onCreate = useNewTag();
  const field = tagsField(custom.tags) as unknown as { options: readonly ChoiceOption[] };
  const tags = picksOf(field.options);
  const held = new Set(rows.flatMap(tagsOf));
  const removable = tags.filter(({ value }) => held.has(value));
  return (
    <>
      <BulkPickSeveral
        icon={<Tag aria-hidden />}
        label="Add tags"
        options={selectableOptions([], tags)}
        onCreate={onCreate}
        empty="No tag has this name"
        onPick={(picked) => onAct(adding(noun, picked))}
      />
      {removable.length > 0 ? (
        <BulkPickSeveral
          icon={<Tags aria-hidden />}
          label="Remove tags"
          options={removable}
          empty="No tag of these records has this name"
          onPick={(picked) => onAct(removing(noun, picked))}
        />
      ) : null}
    </>
  );
}

const refused = (noun: Noun) => (count: number, of: number, locale: string) =>
  `The tags of ${count.toLocaleString(locale)} of ${counted(of, noun, locale)} stayed unchanged.`;

/** Its undo takes from each record the tags that it did not have before. */
function adding<Row extends Target>(noun: Noun, picked: readonly Option[]): ActOnMany<Row, TagAction> {
  const [add, tags] = [ids(picked), names(picked)];
  return {
    action: { type: "tag", add, remove: [] },
    back: (row) => ({ type: "tag", add: [], remove: add.filter((id) => !tagsOf(row).includes(id)) }),
    doing: `Adding ${tags} to ${noun.many}`,
    done: ({ length }, locale) => `${tags} added to ${counted(length, noun, locale)}`,
    refused: refused(noun),
    question: (count, locale) => ({
      title: `Add ${tags} to ${counted(count, noun, locale)}?`,
      description: "They keep the tags that they have.",
      action: "Add tags",
    }),
  };
}

/** Its undo gives each record the tags back that it had. */
function removing<Row extends Target>(noun: Noun, picked: readonly Option[]): ActOnMany<Row, TagAction> {
  const [remove, tags] = [ids(picked), names(picked)];
  return {
    action: { type: "tag", add: [], remove },
    back: (row) => ({ type: "tag", add: remove.filter((id) => tagsOf(row).includes(id)), remove: [] }),
    doing: `Removing ${tags} from ${noun.many}`,
    done: ({ length }, locale) => `${tags} removed from ${counted(length, noun, locale)}`,
    refused: refused(noun),
    question: (count, locale) => ({
      title: `Remove ${tags} from ${counted(count, noun, locale)}?`,
      description: "They keep their other tags.",
      action: "Remove tags",
    }),
  };
}
