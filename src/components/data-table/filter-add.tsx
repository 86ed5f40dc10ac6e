"use client";

import { ListFilter, Plus } from "lucide-react";
import { useState } from "react";
import type { FilterField } from "@/components/data-table/filter-fields";
import { LazyFilterBuilder, LazyFilterFieldList, LazyFilterGroupBuilder } from "@/components/data-table/lazy-filters";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Condition, ConditionGroup } from "@/lib/list-filter";

interface FilterAddProps {
  fields: readonly FilterField[];
  /** The text of its button, if not "Filter". */
  label?: string;
  /** Undefined when there is no room for another filter. */
  onAdd: ((condition: Condition) => void) | undefined;
  /** Undefined when the bar has the maximum number of groups. */
  onAddGroup: ((group: ConditionGroup) => void) | undefined;
  /** Undefined if nothing can be archived, or archived records are already shown. */
  onArchived: (() => void) | undefined;
}

/** "Filter": a field and its value, or a group of several. */
export function FilterAdd({ fields, label, onAdd, onAddGroup, onArchived }: FilterAddProps) {
  const [open, setOpen] = useState(false);
  const [field, setField] = useState<FilterField | null>(null);
  const [draft, setDraft] = useState<Condition | null>(null);
  const [group, setGroup] = useState<ConditionGroup | null>(null);

  // Choices are kept until the builder closes, so that one filter with three choices becomes one chip.
  function change(next: boolean, last: Condition | null = draft): void {
    if (!next && last) onAdd?.(last);
    if (!next && group && group.conditions.length > 0) onAddGroup?.(group);
    setOpen(next);
    setDraft(null);
    if (!next) return;
    setField(null);
    setGroup(null);
  }
  function content() {
    if (group)
      return <LazyFilterGroupBuilder fields={fields} group={group} onChange={setGroup} onDone={() => change(false)} />;
    if (field)
      return (
        <LazyFilterBuilder
          field={field}
          condition={draft ?? undefined}
          onChange={setDraft}
          onDone={(condition) => change(false, condition)}
        />
      );
    const pickArchived = () => {
      onArchived?.();
      change(false);
    };
    return (
      <LazyFilterFieldList
        fields={fields}
        onPick={setField}
        onGroup={onAddGroup ? () => setGroup({ match: "any", conditions: [] }) : undefined}
        onArchived={onArchived ? pickArchived : undefined}
      />
    );
  }
  return (
    <Popover open={open} onOpenChange={(next) => change(next)}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          disabled={!onAdd}
          icon={label ? <Plus aria-hidden /> : <ListFilter aria-hidden />}
        >
          {label ?? <span className="phone:sr-only">Filter</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={group ? "Filter group" : "Add a filter"} className={group ? "w-80" : "w-72"}>
        {content()}
      </PopoverContent>
    </Popover>
  );
}
