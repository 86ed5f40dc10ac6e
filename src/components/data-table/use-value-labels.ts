"use client";

import { useEffect, useMemo, useState } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { formatDay, formatMoney } from "@/components/data-table/field-entry";
import { conditionValues, type FilterField } from "@/components/data-table/filter-fields";
import { useListLocale } from "@/components/data-table/list-locale";
import type { Condition } from "@/lib/list";

const none: readonly FieldOption[] = [];

/** The options of picked values: the fixed ones, or looked up once. Until then the values stand for themselves. */
export function usePickedOptions(field: FilterField, values: readonly string[]): readonly FieldOption[] {
  const [found, setFound] = useState(none);
  const fixed = field.options ?? none;
  const { lookup } = field;
  const missing = values.filter((value) => ![...fixed, ...found].some((option) => option.value === value)).join("\n");
  // The server names the picked values of a filter after a reload.
  useEffect(() => {
    if (!lookup || missing === "") return;
    let current = true;
    lookup(missing.split("\n"))
      .then((options) => current && setFound((before) => [...before, ...options]))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [lookup, missing]);
  return useMemo(
    () => values.map((value) => [...fixed, ...found].find((o) => o.value === value) ?? { value, label: value }),
    [values, fixed, found],
  );
}

/** The words of a condition's values, as its chip shows them. */
export function useValueLabels(field: FilterField, condition: Condition): string[] {
  const { locale, currency } = useListLocale();
  const values = useMemo(() => conditionValues(condition), [condition]);
  const keys = useMemo(() => values.map(String), [values]);
  const picked = usePickedOptions(field, keys);
  return values.map((value, index) => {
    if (field.kind === "boolean") return value === true ? "Yes" : "No";
    if (field.kind === "money") return formatMoney(Number(value), currency, locale);
    if (field.kind === "number") return Number(value).toLocaleString(locale);
    if (field.kind === "date") return formatDay(String(value), locale);
    return picked[index]?.label ?? String(value);
  });
}
