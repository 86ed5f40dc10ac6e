"use client";

import { useState } from "react";
import { EntryValue } from "@/components/data-table/filter-entry";
import { builderOperator, type FilterField, operatorsOf, picksSeveral } from "@/components/data-table/filter-fields";
import { PickValue } from "@/components/data-table/filter-pick";
import { operatorFor } from "@/components/data-table/relative-dates";
import { cn } from "@/lib/cn";
import { conditionValues, operatorLabel } from "@/lib/filter-words";
import { type Condition, type ListOperator, operatorArity } from "@/lib/list-filter";
import { isPeriod } from "@/lib/relative-dates";

/** The second step: the operator and its value. Choices apply at once, typed values with Enter or the button. */
export function FilterBuilder(props: {
  field: FilterField;
  condition: Condition | undefined;
  /** A condition that applies while the builder stays open; null removes it. */
  onChange(condition: Condition | null): void;
  /** The builder is finished; a given condition is the final one. */
  onDone(condition?: Condition): void;
}) {
  const { field, condition, onChange, onDone } = props;
  const [asked, setOp] = useState<ListOperator>(() => builderOperator(field, condition));
  // An operator beside which a period was saved is one that somebody chose.
  const [isChosen, setChosen] = useState(isPeriod(condition?.value));
  const [typed, setTyped] = useState<unknown>(field.kind === "date" ? condition?.value : undefined);
  const op = operatorFor(asked, typed, isChosen);
  const values = condition ? conditionValues(condition) : [];
  const arity = operatorArity(op);
  const picks = picksSeveral(field) || field.kind === "boolean";

  function choose(next: ListOperator): void {
    setOp(next);
    setChosen(true);
    if (operatorArity(next) === "none") {
      onChange({ field: field.field, op: next });
      onDone({ field: field.field, op: next });
    } else if (operatorArity(next) === "many" && arity === "many" && condition) {
      onChange({ field: field.field, op: next, value: values.map(String) });
    }
  }

  return (
    <div className="flex min-h-0 flex-col">
      <fieldset className="flex flex-wrap gap-1 px-1 pt-1 pb-2">
        <legend className="float-left w-full px-1 pb-1.5 text-muted text-sm">{field.label}</legend>
        {operatorsOf(field.kind).map((offered) => (
          <button
            key={offered}
            type="button"
            aria-pressed={offered === op}
            onClick={() => choose(offered)}
            className={cn(
              "h-6 rounded-sm px-2 text-muted text-sm hover:bg-surface-hover phone:h-9",
              offered === op && "bg-surface-press font-medium text-text",
            )}
          >
            {operatorLabel(offered, typed)}
          </button>
        ))}
      </fieldset>
      {arity !== "none" && picks ? (
        <PickValue
          field={field}
          values={values.map(String)}
          onChange={(picked) => {
            const first = picked[0];
            if (field.kind === "boolean") {
              const last = first === undefined ? null : { field: field.field, op, value: first === "true" };
              onChange(last);
              if (last) onDone(last);
            } else onChange(picked.length > 0 ? { field: field.field, op, value: picked } : null);
          }}
        />
      ) : null}
      {arity !== "none" && !picks ? (
        <EntryValue
          key={arity}
          field={field}
          op={op}
          values={values}
          onRead={field.kind === "date" ? setTyped : undefined}
          onSave={(value) => {
            const next = { field: field.field, op: operatorFor(asked, value, isChosen), value };
            onChange(next);
            onDone(next);
          }}
        />
      ) : null}
    </div>
  );
}
