"use client";

import { useEffect, useMemo, useState } from "react";
import { askedText } from "@/components/data-table/asked-text";
import type { FieldOption } from "@/components/data-table/data-column";
import { type FilterField, picksSeveral, unnamedText } from "@/components/data-table/filter-fields";
import { useListLocale } from "@/components/data-table/list-locale";
import { formatDay } from "@/lib/day-words";
import { minutesText } from "@/lib/duration-text";
import { conditionValues, operatorLabel, shownOperator } from "@/lib/filter-words";
import { type Condition, mySelf, myTeams } from "@/lib/list-filter";
import { numberText } from "@/lib/number-text";
import { dateTimeText } from "@/lib/relative-time-text";

interface Found {
  options: readonly FieldOption[];
  /** Requested values, with or without a name. */
  requested: readonly string[];
  failed: boolean;
}

/** The loading state of the chosen values' names. */
type PickedState = "loading" | "failed" | "known";

const nothing: Found = { options: [], requested: [], failed: false };
/** Values of members that mean others for each reader. */
export const people: readonly FieldOption[] = [
  { value: mySelf, label: "Me" },
  { value: myTeams, label: "My teams" },
];

/**
 * Chosen values with their names: fixed ones, or looked up once. Values without a name are counted, not shown as ids.
 */
export function usePickedOptions(field: FilterField, values: readonly string[]) {
  const { locale } = useListLocale();
  const [found, setFound] = useState(nothing);
  const { lookup, options: fixed, kind } = field;
  const known = useMemo(
    () => [...(fixed ?? []), ...(kind === "member" ? people : []), ...found.options],
    [fixed, kind, found],
  );
  const unnamed = values.filter((value) => !known.some((option) => option.value === value));
  const wanted = lookup ? unnamed.filter((value) => !found.requested.includes(value)).join("\n") : "";
  // The server names the chosen values of a filter after a reload.
  useEffect(() => {
    if (!lookup || wanted === "") return;
    let current = true;
    const requested = wanted.split("\n");
    const answer = (options: readonly FieldOption[], failed: boolean) => {
      if (current)
        setFound((before) => ({
          options: [...before.options, ...options],
          requested: [...before.requested, ...requested],
          failed,
        }));
    };
    lookup(requested).then(
      (options) => answer(options, false),
      () => answer([], true),
    );
    return () => {
      current = false;
    };
  }, [lookup, wanted]);
  const named = useMemo(
    () => values.flatMap((value) => known.find((option) => option.value === value) ?? []),
    [values, known],
  );
  const answered: PickedState = found.failed ? "failed" : "known";
  const state: PickedState = wanted === "" ? answered : "loading";
  return {
    named,
    unnamed,
    state,
    words: unnamed.length > 0 ? unnamedText(field, unnamed.length, state, locale) : null,
  };
}

interface ConditionWords {
  operator: string;
  /** As its chip shows them. */
  values: string[];
  /** The word between two of them. */
  joiner: "or" | "and";
}

/** A condition in words. */
export function useConditionWords(field: FilterField, condition: Condition): ConditionWords {
  const at = useListLocale();
  const values = useMemo(() => conditionValues(condition), [condition]);
  const picks = picksSeveral(field);
  const keys = useMemo(() => (picks ? values.map(String) : []), [picks, values]);
  const picked = usePickedOptions(field, keys);
  const labels = picks
    ? [...picked.named.map((option) => option.label), ...(picked.words ? [picked.words] : [])]
    : values.map((value) => {
        if (field.kind === "boolean") return value === true ? "Yes" : "No";
        if (field.kind === "money") return askedText(value, at);
        if (field.kind === "duration") return minutesText(Number(value), field.duration);
        if (field.kind === "number") return numberText(Number(value), at.locale);
        return field.kind === "date" ? dateText(String(value), at) : String(value);
      });
  const operator = operatorLabel(shownOperator(condition), field.kind === "date" ? condition.value : undefined);
  const joiner = condition.op === "allOf" ? "and" : "or";
  return { operator, values: condition.op === "between" ? [labels.join(" – ")] : labels, joiner };
}

/** A date of a condition. Those that came over the API may be points in time. */
const dateText = (value: string, at: ReturnType<typeof useListLocale>) =>
  value.includes("T") ? dateTimeText(new Date(value), at.locale, at.timeZone) : formatDay(value, at.locale);
