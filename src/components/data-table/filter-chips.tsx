"use client";

import { Archive, Parentheses } from "lucide-react";
import { useState } from "react";
import { type FilterField, groupFields, shortOperator } from "@/components/data-table/filter-fields";
import { LazyFilterBuilder, LazyFilterGroupBuilder } from "@/components/data-table/lazy-filters";
import { useConditionWords } from "@/components/data-table/use-value-labels";
import { Chip } from "@/components/ui/chip";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { conditionValues, shownOperator } from "@/lib/filter-words";
import type { Condition, ConditionGroup } from "@/lib/list-filter";

/** One condition as a chip; a click on its value opens the builder. */
export function ConditionChip(props: {
  field: FilterField;
  condition: Condition;
  onChange(condition: Condition | null): void;
}) {
  const { field, condition, onChange } = props;
  const [open, setOpen] = useState(false);
  const { operator, values, joiner } = useConditionWords(field, condition);
  const valueless = conditionValues(condition).length === 0;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverAnchor asChild>
        <span className="inline-flex shrink-0">
          <Chip
            field={field.label}
            icon={field.icon}
            operator={valueless ? undefined : operator}
            short={shortOperator(shownOperator(condition))}
            values={valueless ? [operator] : values}
            joiner={joiner}
            onEdit={() => setOpen(true)}
            onRemove={() => onChange(null)}
          />
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={`Filter by ${field.label}`} className="w-72">
        <LazyFilterBuilder field={field} condition={condition} onChange={onChange} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

/** Shows that archived records are listed; removing it shows the active ones again. */
export function ArchivedChip({ onRemove }: { onRemove(): void }) {
  return <Chip field="Archived" icon={<Archive aria-hidden />} values={[]} onRemove={onRemove} />;
}

/** A group as a chip: "Any of" and its fields. The builder's filters apply when it closes. */
export function GroupChip(props: {
  fields: readonly FilterField[];
  group: ConditionGroup;
  onChange(group: ConditionGroup | null): void;
}) {
  const { fields, group, onChange } = props;
  const [draft, setDraft] = useState<ConditionGroup | null>(null);
  const joiner = group.match === "any" ? "or" : "and";
  const asked = groupFields(group, fields);

  function close(): void {
    if (draft) onChange(draft.conditions.length > 0 ? draft : null);
    setDraft(null);
  }
  return (
    <Popover open={draft !== null} onOpenChange={(open) => (open ? setDraft(group) : close())}>
      <PopoverAnchor asChild>
        <span className="inline-flex shrink-0">
          <Chip
            field={group.match === "any" ? "Any of" : "All of"}
            icon={<Parentheses aria-hidden />}
            values={asked}
            joiner={joiner}
            name={asked.join(` ${joiner} `)}
            onEdit={() => setDraft(group)}
            onRemove={() => onChange(null)}
          />
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label="Filter group" className="w-80">
        {draft ? <LazyFilterGroupBuilder fields={fields} group={draft} onChange={setDraft} onDone={close} /> : null}
      </PopoverContent>
    </Popover>
  );
}
