"use client";

import { Fragment, type ReactNode, useRef, useState } from "react";
import { FilterAdd } from "@/components/data-table/filter-add";
import { type FilterField, replaceAt } from "@/components/data-table/filter-fields";
import { LazyArchivedChip, LazyConditionChip, LazyGroupChip, LazyMatchMenu } from "@/components/data-table/lazy-chips";
import { useRelatedFields } from "@/components/data-table/use-related-fields";
import { SideScroll } from "@/components/ui/side-scroll";
import { type Condition, filterSize, type ListFilter, maxGroups } from "@/lib/list-filter";

interface FilterBarProps {
  fields: readonly FilterField[];
  filter: ListFilter;
  onChange(filter: ListFilter): void;
  /** Whether archived records are shown; undefined if none can be. */
  archived?: { shown: boolean; onChange(shown: boolean): void };
  /** Conditions cannot be put into groups. */
  ungrouped?: boolean | undefined;
  children?: ReactNode;
}

/**
 * The bar above a list: a chip for each condition and group, the builder, and `children` on the right (sort,
 * columns).
 */
export function FilterBar(props: FilterBarProps) {
  const { filter, archived } = props;
  const fields = useRelatedFields(props.fields, filter);
  const { conditions, groups } = filter;
  // The open panel stays when all filters but one are removed in it.
  const [panelOpen, setPanelOpen] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  // A single filter needs no all/any choice.
  const change = (part: Partial<ListFilter>) => {
    const next = { ...filter, ...part };
    props.onChange(filterSize(next) > 1 ? next : { ...next, match: "all" });
  };
  const chips = [
    ...conditions.map((condition, index) => {
      const field = fields.find((candidate) => candidate.field === condition.field);
      return field ? (
        <LazyConditionChip
          key={chipKey(conditions, index)}
          field={field}
          condition={condition}
          onChange={(next) => change({ conditions: replaceAt(conditions, index, next) })}
        />
      ) : null;
    }),
    ...groups.map((group, index) => (
      <LazyGroupChip
        key={`group ${index.toString()}`}
        fields={fields}
        group={group}
        onChange={(next) => change({ groups: replaceAt(groups, index, next) })}
      />
    )),
  ].filter((chip) => chip !== null);
  return (
    <div className="group/bar flex min-h-bar shrink-0 items-center gap-x-1.5 pr-4 pl-edge hairline-b narrow:flex-wrap phone:gap-2 phone:py-2">
      {/*
       * Chips scroll between the page's edge and the controls on the right. Where the page is too narrow for both, the
       * controls get a second line; on a phone the search has the first one, and the chips the last.
       */}
      <div className="-ml-1 flex min-w-0 items-center self-stretch empty:hidden narrow:min-h-bar narrow:max-w-[calc(100%-88px)] phone:order-last phone:min-h-0 phone:max-w-none phone:-mr-4 phone:-ml-edge phone:grow phone:basis-full phone:pr-4">
        {chips.length > 0 || archived?.shown ? (
          <SideScroll row={row} className="flex self-stretch">
            <div ref={row} className="side-scroll flex min-w-0 items-center gap-1.5 px-1 phone:px-edge">
              {archived?.shown ? <LazyArchivedChip onRemove={() => archived.onChange(false)} /> : null}
              {chips.map((chip, index) => (
                <Fragment key={chip.key}>
                  {index > 0 && filter.match === "any" ? <span className="shrink-0 text-faint text-sm">or</span> : null}
                  {chip}
                </Fragment>
              ))}
            </div>
          </SideScroll>
        ) : null}
        {filterSize(filter) > 1 || panelOpen ? (
          <LazyMatchMenu
            fields={props.fields}
            filter={filter}
            onChange={change}
            panel={{ open: panelOpen, onOpenChange: setPanelOpen }}
          />
        ) : null}
      </div>
      <FilterAdd
        fields={props.fields}
        onAdd={(condition) => change({ conditions: replaceAt(conditions, null, condition) })}
        onAddGroup={
          groups.length < maxGroups && !props.ungrouped
            ? (group) => change({ groups: replaceAt(groups, null, group) })
            : undefined
        }
        onArchived={archived && !archived.shown ? () => archived.onChange(true) : undefined}
      />
      {props.children ? (
        <div className="ml-auto flex min-w-0 items-center gap-1 pl-2 wide:shrink-0 narrow:min-h-bar phone:contents">
          {props.children}
        </div>
      ) : null}
    </div>
  );
}

/**
 * Conditions have no id: the key is the field and its occurrence, so that the chip stays the same while its value
 * changes.
 */
function chipKey(conditions: readonly Condition[], index: number): string {
  const field = conditions[index]?.field ?? "";
  return `${field} ${conditions.slice(0, index).filter((other) => other.field === field).length}`;
}
