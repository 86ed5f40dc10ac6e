"use client";

import { useEffect, useMemo, useState } from "react";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ListFilter } from "@/lib/list-filter";

/** The fields of a filter, with those of referenced records that its conditions name; they load when one does. */
export function useRelatedFields(fields: readonly FilterField[], filter: ListFilter): readonly FilterField[] {
  const [loaded, setLoaded] = useState<readonly FilterField[]>([]);
  const named = [filter, ...filter.groups].flatMap(({ conditions }) => conditions.map(({ field }) => field));
  const isKnown = (name: string) => [...fields, ...loaded].some(({ field }) => field === name);
  const through = fields.filter(({ field, related }) =>
    related ? named.some((name) => name.startsWith(`${field}.`) && !isKnown(name)) : false,
  );
  const wanted = through.map(({ field }) => field).join("\n");
  // The server sends the code with the fields of another kind of record.
  useEffect(() => {
    if (wanted === "") return;
    let current = true;
    const asked = fields.filter(({ field }) => wanted.split("\n").includes(field));
    Promise.all(asked.map(({ related }) => related?.() ?? [])).then(
      (found) => {
        if (current) setLoaded((before) => [...before, ...found.flat()]);
      },
      // Without their fields, the conditions still hold and have no chip; the next change asks again.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [fields, wanted]);
  return useMemo(() => [...fields, ...loaded], [fields, loaded]);
}
