"use client";

import { ArrowUpDown, ChevronDown, ChevronRight } from "lucide-react";
import { Fragment, useState } from "react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { MenuItem, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "@/components/ui/menu";
import type { Sort } from "@/lib/list";
import { maxSorts } from "@/lib/list-filter";

/** A field that a list can be sorted by. */
export interface SortField {
  field: string;
  label: string;
}

interface SortMenuProps {
  fields: readonly SortField[];
  sort: Sort | null;
  onChange(sort: Sort): void;
  /** The orders of records that are equal by `sort`; undefined where there is one order only. */
  thenBy?: { sorts: readonly Sort[]; onChange(sorts: Sort[]): void };
  /** The unsorted order, such as "By hand"; offered if there is one. */
  unsorted?: { label: string; onPick(): void };
}

/** "Sort: Close date": the field and the direction, and the fields that sort equal records. */
export function SortMenu(props: SortMenuProps) {
  const { fields, sort, onChange, thenBy, unsorted } = props;
  const current = fields.find((field) => field.field === sort?.field) ?? unsorted;
  const options = fields.map(({ field, label }) => ({ value: field, label }));
  return (
    <ChoiceMenu
      label="Sort"
      icon={<ArrowUpDown aria-hidden />}
      value={sort?.field ?? ""}
      shown={current?.label ?? null}
      options={unsorted ? [{ value: "", label: unsorted.label }, ...options] : options}
      onChange={(field) =>
        field === "" ? unsorted?.onPick() : onChange({ field, direction: sort?.direction ?? "asc" })
      }
    >
      {sort ? (
        <>
          <MenuSeparator />
          <Directions sort={sort} onChange={onChange} />
          {thenBy ? <FurtherSorts fields={fields} first={sort} {...thenBy} /> : null}
        </>
      ) : null}
    </ChoiceMenu>
  );
}

function Directions({ sort, onChange }: { sort: Sort; onChange(sort: Sort): void }) {
  return (
    <MenuRadioGroup
      value={sort.direction}
      onValueChange={(way) => onChange({ ...sort, direction: way === "desc" ? "desc" : "asc" })}
    >
      <MenuRadioItem value="asc">Ascending</MenuRadioItem>
      <MenuRadioItem value="desc">Descending</MenuRadioItem>
    </MenuRadioGroup>
  );
}

/** The second and third order: each may be chosen once the one before it is. Its fields unfold when it is asked for. */
function FurtherSorts(props: {
  fields: readonly SortField[];
  first: Sort;
  sorts: readonly Sort[];
  onChange(sorts: Sort[]): void;
}) {
  const { fields, first, sorts, onChange } = props;
  const [open, setOpen] = useState<number | null>(null);
  const places = [...sorts.keys(), sorts.length].slice(0, maxSorts - 1);
  return places.map((place) => {
    const sort = sorts[place];
    const taken = [first, ...sorts.slice(0, place)].map(({ field }) => field);
    const label = fields.find(({ field }) => field === sort?.field)?.label ?? "nothing";
    const put = (next: Sort | null) =>
      onChange(next ? [...sorts.slice(0, place), next, ...sorts.slice(place + 1)] : sorts.slice(0, place));
    return (
      <Fragment key={place}>
        <MenuSeparator />
        <MenuItem
          icon={open === place ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          aria-expanded={open === place}
          onSelect={(event) => {
            event.preventDefault();
            setOpen(open === place ? null : place);
          }}
        >
          {`Then by ${label}`}
        </MenuItem>
        {open === place ? (
          <MenuRadioGroup
            value={sort?.field ?? ""}
            onValueChange={(field) => put(field === "" ? null : { field, direction: sort?.direction ?? "asc" })}
          >
            <MenuRadioItem value="">Nothing</MenuRadioItem>
            {fields
              .filter(({ field }) => !taken.includes(field))
              .map(({ field, label: name }) => (
                <MenuRadioItem key={field} value={field}>
                  {name}
                </MenuRadioItem>
              ))}
          </MenuRadioGroup>
        ) : null}
        {sort ? <Directions sort={sort} onChange={put} /> : null}
      </Fragment>
    );
  });
}
