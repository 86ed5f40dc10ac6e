"use client";

import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FilterAdd } from "@/components/data-table/filter-add";
import { FilterBuilder } from "@/components/data-table/filter-builder";
import { type FilterField, replaceAt } from "@/components/data-table/filter-fields";
import { useListLocale } from "@/components/data-table/list-locale";
import { useRelatedFields } from "@/components/data-table/use-related-fields";
import { useConditionWords } from "@/components/data-table/use-value-labels";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import {
  type Condition,
  type ConditionGroup,
  type ListFilter,
  maxConditions,
  maxGrouped,
  maxGroups,
  noFilter,
} from "@/lib/list-filter";

const joins = [
  { value: "all", label: "and" },
  { value: "any", label: "or" },
] as const;
const groupJoins = [
  { value: "any", label: "Any of" },
  { value: "all", label: "All of" },
] as const;
const joinOf = (match: ListFilter["match"]) => (match === "any" ? "or" : "and");

interface FilterPanelProps {
  fields: readonly FilterField[];
  filter: ListFilter;
  onChange(filter: ListFilter): void;
}

/** All filters of a list below each other: how they are joined, and each with its group. */
export function FilterPanel({ fields: own, filter, onChange }: FilterPanelProps) {
  const { locale } = useListLocale();
  const fields = useRelatedFields(own, filter);
  const { conditions, groups, match } = filter;
  const change = (part: Partial<ListFilter>) => onChange({ ...filter, ...part });
  const size = conditions.length + groups.flatMap((group) => group.conditions).length;
  const lead = (place: number): ReactNode => {
    if (place === 0) return "Where";
    if (place > 1) return joinOf(match);
    return (
      <Segmented
        className="w-fit"
        aria-label="Match all filters or any one"
        options={joins}
        value={match}
        onValueChange={(next) => change({ match: next })}
      />
    );
  };
  return (
    <div className="flex min-h-0 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 pr-2 pl-4">
        <span className="font-semibold">Filter</span>
        <span className="text-muted text-sm">{counted(size, { one: "condition", many: "conditions" }, locale)}</span>
        <Button variant="ghost" size="sm" className="ml-auto" onClick={() => onChange(noFilter)}>
          Clear
        </Button>
      </div>
      <ul className="min-h-0 overflow-y-auto px-4">
        {conditions.map((condition, place) => (
          <Line
            // Conditions have no id, and change their position only by removal.
            key={`${condition.field} ${place.toString()}`}
            lead={lead(place)}
            {...{ fields, condition }}
            onChange={(next) => change({ conditions: replaceAt(conditions, place, next) })}
          />
        ))}
        {groups.map((group, place) => (
          <GroupLines
            key={`group ${place.toString()}`}
            lead={lead(conditions.length + place)}
            {...{ fields, own, group }}
            onChange={(next) => change({ groups: replaceAt(groups, place, next) })}
          />
        ))}
      </ul>
      <div className="mt-2 flex h-11 shrink-0 items-center px-2 hairline-t hairline-soft">
        <FilterAdd
          label="Add filter"
          fields={own}
          onAdd={
            conditions.length < maxConditions ? (next) => change({ conditions: [...conditions, next] }) : undefined
          }
          onAddGroup={groups.length < maxGroups ? (next) => change({ groups: [...groups, next] }) : undefined}
          onArchived={undefined}
        />
      </div>
    </div>
  );
}

interface GroupLinesProps {
  lead: ReactNode;
  /** All fields, with those of referenced records that the filter names; and those that a new filter is chosen from. */
  fields: readonly FilterField[];
  own: readonly FilterField[];
  group: ConditionGroup;
  onChange(group: ConditionGroup | null): void;
}

function GroupLines({ lead, fields, own, group, onChange }: GroupLinesProps) {
  const { conditions, match } = group;
  const put = (next: Condition[]) => onChange(next.length > 0 ? { ...group, conditions: next } : null);
  const first = (
    <Segmented
      className="w-fit"
      aria-label="Match any or all filters in the group"
      options={groupJoins}
      value={match}
      onValueChange={(next) => onChange({ ...group, match: next })}
    />
  );
  return (
    <li className="grid grid-cols-[72px_minmax(0,1fr)] gap-2 py-1 phone:grid-cols-1">
      <span className="pt-2 text-muted">{lead}</span>
      <ul className="border-l border-l-border-strong pl-3">
        {conditions.map((condition, place) => (
          <Line
            key={`${condition.field} ${place.toString()}`}
            lead={place === 0 ? first : joinOf(match)}
            wide
            {...{ fields, condition }}
            onChange={(next) => put(replaceAt(conditions, place, next))}
          />
        ))}
        <li>
          <FilterAdd
            label="Add to this group"
            fields={own}
            onAdd={conditions.length < maxGrouped ? (next) => put([...conditions, next]) : undefined}
            onAddGroup={undefined}
            onArchived={undefined}
          />
        </li>
      </ul>
    </li>
  );
}

interface LineProps {
  lead: ReactNode;
  /** Its lead is a choice, which needs more room. */
  wide?: boolean;
  fields: readonly FilterField[];
  condition: Condition;
  onChange(condition: Condition | null): void;
}

/** One filter: what joins it to the one above, its field, operator and value, and its removal. */
function Line({ lead, wide = false, fields, condition, onChange }: LineProps) {
  const field = fields.find((one) => one.field === condition.field);
  return (
    <li
      className={cn(
        "grid items-center gap-2 py-1 phone:grid-cols-1",
        wide ? "grid-cols-[112px_minmax(0,1fr)]" : "grid-cols-[72px_minmax(0,1fr)]",
      )}
    >
      <span className="text-muted">{lead}</span>
      {field ? <Edited {...{ field, condition, onChange }} /> : null}
    </li>
  );
}

const box = "flex h-7 min-w-0 items-center gap-1 truncate rounded-md border border-border-strong px-2 phone:h-11";

function Edited({ field, condition, onChange }: Omit<LineProps, "lead" | "fields"> & { field: FilterField }) {
  const [open, setOpen] = useState(false);
  const { operator, values, joiner } = useConditionWords(field, condition);
  return (
    <span className="flex min-w-0 items-center gap-1 phone:items-end">
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_112px_136px] gap-2 rounded-md text-left phone:grid-cols-[minmax(0,1fr)_112px]">
          <span className={box}>
            <span className="min-w-0 flex-1 truncate">{field.label}</span>
            <ChevronDown aria-hidden className="size-3 shrink-0 text-faint" />
          </span>
          <span className={box}>
            <span className="min-w-0 flex-1 truncate">{operator}</span>
            <ChevronDown aria-hidden className="size-3 shrink-0 text-faint" />
          </span>
          {values.length > 0 ? (
            <span className={cn(box, "phone:col-span-2")}>
              <span className="truncate">{values.join(` ${joiner} `)}</span>
            </span>
          ) : null}
        </PopoverTrigger>
        <PopoverContent aria-label={`Filter by ${field.label}`} className="w-72">
          <FilterBuilder field={field} condition={condition} onChange={onChange} onDone={() => setOpen(false)} />
        </PopoverContent>
      </Popover>
      <IconButton
        size="sm"
        label={`Remove ${field.label}`}
        tooltip={false}
        icon={<X aria-hidden />}
        onClick={() => onChange(null)}
      />
    </span>
  );
}
