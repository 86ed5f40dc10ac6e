"use client";

import { Check, Plus, X } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Field, useRecordSearch } from "../client";
import { asksSource, sourceField } from "../rules";
import type { Constant } from "../schema";
import { FieldSelect } from "./field-select";
import { useShownFile } from "./shown-import";
import { constantText, typedConstant } from "./typed-constant";

/** Fields that no column fills, with the one value that they get in all rows. */
export function ConstantValues() {
  const { file, fields: all, save } = useShownFile();
  const [adding, setAdding] = useState(false);
  const { constants } = file.options;
  const { locale } = useListLocale();
  const mapped = new Set(file.mapping.map((one) => one.field));
  // The source of external ids has a question of its own.
  const fields = all.filter(({ field }) => !mapped.has(field) && (field !== sourceField || !asksSource(file.mapping)));
  const free = fields.filter(({ field, mayBeConstant }) => mayBeConstant && !constants[field]);
  const set = fields.filter(({ field }) => constants[field]);
  const change = (next: Record<string, Constant>) => save({ options: { constants: next } });
  if (set.length + free.length === 0) return null;
  return (
    <section aria-label="The same for all rows" className="px-edge py-2.5 hairline-t">
      {set.map((field) => {
        const { [field.field]: constant, ...others } = constants;
        return (
          <div key={field.field} className="flex min-h-8 items-center gap-2">
            <Check aria-hidden className="size-3.5 text-positive" />
            <span>{`${field.label} of all rows:`}</span>
            <span className="truncate font-medium">{textOf(constant, field, locale)}</span>
            <IconButton
              label={`Do not set ${field.label} for all rows`}
              icon={<X aria-hidden />}
              onClick={() => change(others)}
            />
          </div>
        );
      })}
      {adding && free.length > 0 ? (
        <NewConstant
          fields={free}
          onSet={(field, constant) => {
            setAdding(false);
            change({ ...constants, [field]: constant });
          }}
          onCancel={() => setAdding(false)}
        />
      ) : null}
      {adding || free.length === 0 ? null : (
        <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
          Set a field for all rows
        </Button>
      )}
    </section>
  );
}

function textOf(constant: Constant | undefined, field: Field, locale: string): string {
  if (!constant) return "";
  if (constant.do === "use") return constant.label;
  const { text } = constant;
  return field.options.find((option) => option.value === text)?.label ?? constantText(field.kind, text, locale);
}

interface Adding {
  fields: readonly Field[];
  onSet: (field: string, constant: Constant) => void;
  onCancel: () => void;
}

function NewConstant({ fields, onSet, onCancel }: Adding) {
  const [chosen, setChosen] = useState<string | null>(null);
  const field = fields.find((one) => one.field === chosen);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-48 phone:w-full">
        <FieldSelect
          size="sm"
          quiet
          aria-label="Field to set for all rows"
          placeholder="Choose a field"
          value={chosen}
          fields={fields}
          onChange={setChosen}
        />
      </span>
      {field ? (
        <ConstantInput key={field.field} field={field} onSet={(constant) => onSet(field.field, constant)} />
      ) : null}
      <Button size="sm" variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

const truths = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

/** A value as its field takes it: one of its options, a record, or a text. */
function ConstantInput({ field, onSet }: { field: Field; onSet: (constant: Constant) => void }) {
  const { importId, file } = useShownFile();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const at = useListLocale();
  const search = useRecordSearch(importId, file.id, field.field);
  const isReference = field.kind === "reference";
  const options = field.kind === "boolean" ? truths : field.options;
  const look = { size: "sm", quiet: true, "aria-label": `${field.label} of all rows` } as const;
  const replace = (value: string) => onSet({ do: "replace", text: value });
  if (isReference || options.length > 0)
    return (
      <span className={isReference ? "w-56 phone:w-full" : "w-48 phone:w-full"}>
        {isReference ? (
          <Combobox
            {...look}
            searchLabel="Find by name"
            empty="No record with this name"
            value={null}
            search={search}
            onChange={(option) => option && onSet({ do: "use", id: option.value, label: option.label })}
          />
        ) : (
          <Select {...look} value={null} options={options} onValueChange={replace} />
        )}
      </span>
    );
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = typedConstant(field.kind, text, at);
        if ("problem" in typed) setProblem(typed.problem);
        else replace(typed.text);
      }}
    >
      <Input
        {...look}
        placeholder={field.kind === "day" ? "2026-12-31" : ""}
        invalid={problem !== null}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
      />
      <Button size="sm" type="submit" disabled={text.trim() === ""}>
        Set
      </Button>
      {problem === null ? null : (
        <span role="alert" className="text-danger text-sm">
          {problem}
        </span>
      )}
    </form>
  );
}
