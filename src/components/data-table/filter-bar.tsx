"use client";

import { ListFilter } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FilterBuilder } from "@/components/data-table/filter-builder";
import { FilterFieldList } from "@/components/data-table/filter-field-list";
import {
  conditionValues,
  type FilterField,
  operatorLabel,
  replaceCondition,
  shownOperator,
} from "@/components/data-table/filter-fields";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useValueLabels } from "@/components/data-table/use-value-labels";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Popover, PopoverAnchor, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Condition } from "@/lib/list";

/** The bar above a list: a chip for each condition, the builder, and at the right what `children` brings (sort, columns). */
export function FilterBar(props: {
  fields: readonly FilterField[];
  conditions: readonly Condition[];
  onChange(conditions: Condition[]): void;
  children?: ReactNode;
}) {
  const { fields, conditions, onChange } = props;
  return (
    <div className="no-scrollbar flex min-h-bar shrink-0 items-center gap-1.5 overflow-x-auto pr-4 pl-edge hairline-b phone:gap-2 phone:py-2">
      {conditions.map((condition, index) => {
        const field = fields.find((candidate) => candidate.field === condition.field);
        return field ? (
          <ConditionChip
            key={chipKey(conditions, index)}
            field={field}
            condition={condition}
            onChange={(next) => onChange(replaceCondition(conditions, index, next))}
          />
        ) : null;
      })}
      <AddFilter fields={fields} onAdd={(condition) => onChange(replaceCondition(conditions, null, condition))} />
      {props.children ? <div className="ml-auto flex shrink-0 items-center gap-1 pl-2">{props.children}</div> : null}
    </div>
  );
}

/** Conditions have no id: the field, and which one of that field. The chip stays the same while its value changes. */
function chipKey(conditions: readonly Condition[], index: number): string {
  const field = conditions[index]?.field ?? "";
  return `${field} ${conditions.slice(0, index).filter((other) => other.field === field).length}`;
}

function ConditionChip(props: {
  field: FilterField;
  condition: Condition;
  onChange(condition: Condition | null): void;
}) {
  const { field, condition, onChange } = props;
  const [open, setOpen] = useState(false);
  const phone = useIsPhone();
  const labels = useValueLabels(field, condition);
  const valueless = conditionValues(condition).length === 0;
  const values =
    phone && labels.length > 1 && condition.op !== "between"
      ? [labels.length.toLocaleString()]
      : condition.op === "between"
        ? [labels.join(" – ")]
        : labels;
  const words = operatorLabel(shownOperator(condition));
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverAnchor asChild>
        <span className="inline-flex shrink-0">
          <Chip
            field={field.label}
            icon={field.icon}
            operator={valueless ? undefined : words}
            values={valueless ? [words] : values}
            onEdit={() => setOpen(true)}
            onRemove={() => onChange(null)}
          />
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label={`Filter by ${field.label}`} className="w-72">
        <FilterBuilder field={field} condition={condition} onChange={onChange} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function AddFilter({ fields, onAdd }: { fields: readonly FilterField[]; onAdd(condition: Condition): void }) {
  const [open, setOpen] = useState(false);
  const [field, setField] = useState<FilterField | null>(null);
  const [draft, setDraft] = useState<Condition | null>(null);

  // Picks are kept until the builder closes, so that one filter with three picks is one chip and one history entry.
  function change(next: boolean): void {
    if (!next && draft) onAdd(draft);
    setOpen(next);
    setDraft(null);
    if (next) setField(null);
  }
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" icon={<ListFilter aria-hidden />}>
          Filter
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Add a filter" className="w-72">
        {field ? (
          <FilterBuilder
            field={field}
            condition={draft ?? undefined}
            onChange={setDraft}
            onDone={(condition) => {
              const last = condition ?? draft;
              if (last) onAdd(last);
              setDraft(null);
              setOpen(false);
            }}
          />
        ) : (
          <FilterFieldList fields={fields} onPick={setField} />
        )}
      </PopoverContent>
    </Popover>
  );
}
