"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Plus, X } from "lucide-react";
import { useCallback, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { Option } from "@/components/ui/option-list";
import { Select } from "@/components/ui/select";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { useUpdateFile } from "../client";
import { asksSource, sourceField } from "../rules";
import type { Constant, ImportFile } from "../schema";
import { FieldIcon } from "./field-icon";

type Field = RouterOutputs["imports"]["objects"][number]["fields"][number];

/** Fields that no column fills, with the one value that they get in all rows. */
export function ConstantValues({ importId, file }: { importId: string; file: ImportFile }) {
  const api = useApi();
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const update = useUpdateFile(importId);
  const [adding, setAdding] = useState(false);
  const all = objects.find((object) => object.entity === file.entity)?.fields ?? [];
  // The source of external ids has a question of its own.
  const fields = all.filter(({ field }) => field !== sourceField || !asksSource(file.mapping));
  const mapped = new Set(file.mapping.map((one) => one.field));
  const { constants } = file.options;
  const free = fields.filter((one) => one.mayBeConstant && !mapped.has(one.field) && !constants[one.field]);
  const set = fields.filter((one) => constants[one.field] && !mapped.has(one.field));
  const change = (next: Record<string, Constant>) =>
    update.mutate({ id: importId, fileId: file.id, options: { constants: next } });
  if (set.length + free.length === 0) return null;
  return (
    <section aria-label="The same for all rows" className="px-edge py-2.5 hairline-t">
      {set.map((field) => (
        <div key={field.field} className="flex min-h-8 items-center gap-2">
          <Check aria-hidden className="size-3.5 text-positive" />
          <span>{`${field.label} of all rows:`}</span>
          <span className="truncate font-medium">{textOf(constants[field.field], field)}</span>
          <IconButton
            label={`Do not set ${field.label} for all rows`}
            icon={<X aria-hidden />}
            onClick={() =>
              change(Object.fromEntries(Object.entries(constants).filter(([name]) => name !== field.field)))
            }
          />
        </div>
      ))}
      {adding && free.length > 0 ? (
        <NewConstant
          importId={importId}
          fileId={file.id}
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

function textOf(constant: Constant | undefined, field: Field): string {
  if (constant?.do === "use") return constant.label;
  return field.options.find((option) => option.value === constant?.text)?.label ?? constant?.text ?? "";
}

interface Adding {
  importId: string;
  fileId: string;
  fields: readonly Field[];
  onSet: (field: string, constant: Constant) => void;
  onCancel: () => void;
}

function NewConstant({ importId, fileId, fields, onSet, onCancel }: Adding) {
  const { currency } = useWorkspace();
  const [chosen, setChosen] = useState<string | null>(null);
  const field = fields.find((one) => one.field === chosen);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-48 phone:w-full">
        <Select
          size="sm"
          quiet
          aria-label="Field to set for all rows"
          placeholder="Choose a field"
          value={chosen}
          options={fields.map((one) => ({
            value: one.field,
            label: one.kind === "money" ? `${one.label}, ${currency}` : one.label,
            icon: <FieldIcon kind={one.kind} to={one.to} />,
          }))}
          onValueChange={setChosen}
        />
      </span>
      {field ? (
        <ConstantInput
          key={field.field}
          importId={importId}
          fileId={fileId}
          field={field}
          onSet={(constant) => onSet(field.field, constant)}
        />
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
] as const;

interface Setting {
  importId: string;
  fileId: string;
  field: Field;
  onSet: (constant: Constant) => void;
}

/** A value as its field takes it: one of its options, a record, or a text. */
function ConstantInput({ importId, fileId, field, onSet }: Setting) {
  const api = useApi();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const search = useCallback(
    async (q: string): Promise<Option[]> => {
      const found = await client.fetchQuery(
        api.imports.candidates.queryOptions({ id: importId, fileId, field: field.field, q }),
      );
      return found.map(({ id, label, note }) => ({ value: id, label, ...(note === "" ? {} : { note }) }));
    },
    [client, api, importId, fileId, field.field],
  );
  const label = `${field.label} of all rows`;
  const options = field.kind === "boolean" ? truths : field.options;
  if (field.kind === "reference")
    return (
      <span className="w-56 phone:w-full">
        <Combobox
          size="sm"
          quiet
          aria-label={label}
          searchLabel="Find by name"
          empty="No record with this name"
          value={null}
          search={search}
          onChange={(option) => option && onSet({ do: "use", id: option.value, label: option.label })}
        />
      </span>
    );
  if (options.length > 0)
    return (
      <span className="w-48 phone:w-full">
        <Select
          size="sm"
          quiet
          aria-label={label}
          value={null}
          options={options}
          onValueChange={(value) => onSet({ do: "replace", text: value })}
        />
      </span>
    );
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onSet({ do: "replace", text: text.trim() });
      }}
    >
      <Input
        size="sm"
        quiet
        aria-label={label}
        placeholder={field.kind === "day" ? "2026-12-31" : ""}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="sm" type="submit" disabled={text.trim() === ""}>
        Set
      </Button>
    </form>
  );
}
