"use client";

import { ChevronLeft, Plus, X } from "lucide-react";
import { useState } from "react";
import { FilterBuilder } from "@/components/data-table/filter-builder";
import { FilterFieldList } from "@/components/data-table/filter-field-list";
import { type FilterField, replaceAt } from "@/components/data-table/filter-fields";
import { useRelatedFields } from "@/components/data-table/use-related-fields";
import { useConditionWords } from "@/components/data-table/use-value-labels";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Segmented } from "@/components/ui/segmented";
import { type Condition, type ConditionGroup, maxGrouped, noFilter } from "@/lib/list-filter";

const matches = [
  { value: "any", label: "Any of" },
  { value: "all", label: "All of" },
] as const;

/** The builder's step: the group's filters, the choice of a field, or one filter (null while it is empty). */
type Step = "filters" | "field" | { field: FilterField; index: number | null };

/** The filters of one group, and whether any or all of them must match. */
export function FilterGroupBuilder(props: {
  fields: readonly FilterField[];
  group: ConditionGroup;
  onChange(group: ConditionGroup): void;
  onDone(): void;
}) {
  const { group, onChange, onDone } = props;
  const { conditions } = group;
  const fields = useRelatedFields(props.fields, { ...noFilter, conditions });
  const [step, setStep] = useState<Step>(conditions.length === 0 ? "field" : "filters");

  function put(field: FilterField, index: number | null, next: Condition | null): void {
    onChange({ ...group, conditions: replaceAt(conditions, index, next) });
    setStep({ field, index: next === null ? null : (index ?? conditions.length) });
  }
  if (step === "field")
    return (
      <>
        {conditions.length > 0 ? <Back onClick={() => setStep("filters")} /> : null}
        <FilterFieldList fields={props.fields} onPick={(field) => setStep({ field, index: null })} />
      </>
    );
  if (step !== "filters")
    return (
      <>
        <Back onClick={() => setStep(conditions.length > 0 ? "filters" : "field")} />
        <FilterBuilder
          field={step.field}
          condition={step.index === null ? undefined : conditions[step.index]}
          onChange={(next) => put(step.field, step.index, next)}
          onDone={() => setStep("filters")}
        />
      </>
    );
  return (
    <div className="flex min-h-0 flex-col gap-1">
      <div className="flex items-center gap-2 px-1 pt-1 pb-1">
        <Segmented
          aria-label="Match any or all filters in the group"
          options={matches}
          value={group.match}
          onValueChange={(match) => onChange({ ...group, match })}
        />
        <span className="text-muted text-sm">these filters must match</span>
      </div>
      <ul className="flex min-h-0 flex-col overflow-y-auto">
        {conditions.map((condition, index) => {
          const field = fields.find((candidate) => candidate.field === condition.field);
          return field ? (
            <ConditionLine
              // Conditions have no id, and change their position only by removal.
              key={`${condition.field} ${index.toString()}`}
              field={field}
              condition={condition}
              onEdit={() => setStep({ field, index })}
              onRemove={() => onChange({ ...group, conditions: replaceAt(conditions, index, null) })}
            />
          ) : null;
        })}
      </ul>
      <div className="-mx-1 -mb-1 mt-1 flex items-center justify-between gap-2 p-2 hairline-t hairline-soft">
        <Button
          variant="ghost"
          size="sm"
          icon={<Plus aria-hidden />}
          disabled={conditions.length >= maxGrouped}
          onClick={() => setStep("field")}
        >
          Add filter
        </Button>
        <Button variant="primary" size="sm" autoFocus onClick={onDone}>
          {conditions.length > 0 ? "Apply group" : "Remove group"}
        </Button>
      </div>
    </div>
  );
}

function Back({ onClick }: { onClick(): void }) {
  return (
    <Button variant="ghost" size="sm" className="mb-1 self-start" icon={<ChevronLeft aria-hidden />} onClick={onClick}>
      Filter group
    </Button>
  );
}

function ConditionLine(props: { field: FilterField; condition: Condition; onEdit(): void; onRemove(): void }) {
  const { field, condition } = props;
  const { operator, values, joiner } = useConditionWords(field, condition);
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={props.onEdit}
        className="flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-sm px-2 text-left hover:bg-surface-hover phone:h-11 [&_svg]:size-[13px] [&_svg]:shrink-0 [&_svg]:text-muted"
      >
        {field.icon}
        <span className="shrink-0 text-muted">{`${field.label} ${operator}`}</span>
        <span className="truncate font-medium">{values.join(` ${joiner} `)}</span>
      </button>
      <IconButton
        size="sm"
        label={`Remove ${field.label} from the group`}
        tooltip={false}
        icon={<X aria-hidden />}
        onClick={props.onRemove}
      />
    </li>
  );
}
