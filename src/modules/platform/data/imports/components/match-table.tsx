"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Check, Plus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { nounOf } from "@/lib/nouns/all";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { useUpdateFile } from "../client";
import { NewFieldDialog } from "../own-fields/components/new-field-dialog";
import type { ColumnMapping, ImportFile } from "../schema";
import { ColumnOptions } from "./column-options";
import type { ColumnCheck } from "./decisions";
import { FieldIcon } from "./field-icon";

type Field = RouterOutputs["imports"]["objects"][number]["fields"][number];

const grid =
  "grid grid-cols-[minmax(96px,1.2fr)_minmax(0,1.6fr)_28px_178px_minmax(128px,160px)] items-center gap-x-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3";
const NOTHING = "nothing";
const NEW = "new";

interface Matching {
  importId: string;
  file: ImportFile;
  columns: readonly ColumnCheck[];
}

/** The field of each column of the file, with its first values and the result of reading them. */
export function MatchTable({ importId, file, columns }: Matching) {
  const api = useApi();
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const fields = objects.find((object) => object.entity === file.entity)?.fields ?? [];
  const update = useUpdateFile(importId);
  const [making, setMaking] = useState<ColumnCheck | null>(null);
  const matched = file.mapping.filter((one) => one.field !== null).length;

  function change(mapping: ColumnMapping) {
    const freed = file.mapping
      .filter((one) => one.field !== null && one.field === mapping.field && one.column !== mapping.column)
      .map((one) => ({ column: one.column, field: null }));
    update.mutate({ id: importId, fileId: file.id, mapping: [mapping, ...freed] });
  }

  return (
    <section aria-labelledby="match-columns">
      <div className="flex h-9 items-center gap-2 px-edge">
        <h2 id="match-columns" className="font-semibold">
          Match columns
        </h2>
        <span className="text-faint">{`${matched} of ${file.columns.length} matched`}</span>
        {file.remembered ? (
          <span className="ml-auto text-muted text-sm phone:hidden">
            {"Matched as in the last import: "}
            <RelativeTime at={file.remembered} />
          </span>
        ) : null}
      </div>
      <div aria-hidden className={`${grid} h-thead text-faint text-sm hairline-b phone:hidden`}>
        <span>Column in the file</span>
        <span>Examples</span>
        <span />
        <span>Field</span>
        <span>Check</span>
      </div>
      <ul>
        {columns.map((column) => {
          const mapping = file.mapping[column.column] ?? { column: column.column, field: null };
          return (
            <MatchRow
              key={column.column}
              column={column}
              mapping={mapping}
              fields={fields}
              taken={file.mapping}
              headers={file.columns}
              mayHaveFields={nounOf(file.entity ?? "") !== undefined}
              onChange={change}
              onNew={() => setMaking(column)}
            />
          );
        })}
      </ul>
      {making && file.entity !== null ? (
        <NewFieldDialog
          importId={importId}
          fileId={file.id}
          entity={file.entity}
          column={making.column}
          header={making.header}
          onClose={() => setMaking(null)}
          onMade={(field) => change({ column: making.column, field })}
        />
      ) : null}
    </section>
  );
}

interface Row {
  column: ColumnCheck;
  mapping: ColumnMapping;
  fields: readonly Field[];
  taken: readonly ColumnMapping[];
  headers: readonly string[];
  /** Objects that are no nouns have no custom fields. */
  mayHaveFields: boolean;
  onChange: (mapping: ColumnMapping) => void;
  onNew: () => void;
}

function MatchRow({ column, mapping, fields, taken, headers, mayHaveFields, onChange, onNew }: Row) {
  const { currency, can } = useWorkspace();
  const field = fields.find((one) => one.field === mapping.field);
  const from = (name: string) => taken.find((one) => one.field === name && one.column !== column.column);
  return (
    <li className="hairline-b hairline-soft last:shadow-none phone:py-2.5">
      <div className={`${grid} min-h-[33px] py-[3px] phone:gap-y-1.5`}>
        <span className="mono truncate phone:text-[13px]" title={column.header}>
          {column.header}
        </span>
        <span className="truncate text-muted phone:col-span-2 phone:row-start-2 phone:text-[13px]">
          {column.samples.length > 0 ? column.samples.slice(0, 2).join(", ") : "No values"}
        </span>
        <ArrowRight aria-hidden className="size-3.5 text-faint phone:hidden" />
        <span className="phone:col-span-2">
          <Select
            size="sm"
            quiet
            aria-label={`Field for ${column.header}`}
            value={mapping.field ?? NOTHING}
            onValueChange={(next) => {
              if (next === NEW) {
                onNew();
                return;
              }
              const { multiplier: _multiplier, ...rest } = mapping;
              onChange({ ...rest, field: next === NOTHING ? null : next });
            }}
            options={[
              { value: NOTHING, label: "No field" },
              ...(mayHaveFields && can("field:manage")
                ? [{ value: NEW, label: "New field…", icon: <Plus aria-hidden className="size-3.5 text-faint" /> }]
                : []),
              {
                label: "Fields",
                options: fields.map((one) => {
                  const other = from(one.field);
                  return {
                    value: one.field,
                    label: one.kind === "money" ? `${one.label}, ${currency}` : one.label,
                    icon: <FieldIcon kind={one.kind} to={one.to} />,
                    ...(other ? { note: `from ${headers[other.column] ?? ""}` } : {}),
                  };
                }),
              },
            ]}
          />
        </span>
        <span className="phone:col-start-2 phone:row-start-1">
          <CheckNote column={column} />
        </span>
      </div>
      {field ? <ColumnOptions column={column} mapping={mapping} field={field} onChange={onChange} /> : null}
    </li>
  );
}

function CheckNote({ column }: { column: ColumnCheck }) {
  if (column.note === "")
    return <span aria-hidden className="block h-2 w-20 animate-skeleton rounded-sm bg-surface-press" />;
  if (column.state === "none") return <span className="truncate text-faint">{column.note}</span>;
  const warned = column.state === "warning";
  const Icon = warned ? TriangleAlert : Check;
  const note = warned && column.openRows === 0 ? "1 to check" : column.note;
  return (
    <span className={`flex items-center gap-1.5 ${warned ? "text-warning" : "text-muted"}`}>
      <Icon aria-hidden className={`size-3.5 ${warned ? "" : "text-positive"}`} />
      <span className="truncate">{note}</span>
    </span>
  );
}
