"use client";

import { ArrowRight, Check, TriangleAlert } from "lucide-react";
import { wordsFor } from "@/lib/counted";
import { isEntriesField } from "@/lib/fields/entries";
import { nounOf } from "@/lib/nouns/all";
import { MappingBar } from "../mappings/components/mapping-bar";
import type { ColumnMapping } from "../schema";
import { ColumnOptions } from "./column-options";
import type { ColumnCheck } from "./decisions";
import { FieldSelect } from "./field-select";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

const grid =
  "grid grid-cols-[minmax(96px,1.2fr)_minmax(0,1.6fr)_28px_178px_minmax(128px,160px)] items-center gap-x-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3";

/** The field of each column of the file, with its first values and the result of reading them. */
export function MatchTable() {
  const { file, analysis } = useShownFile();
  const isKept = analysis.columns.some(({ kept }) => kept);
  const matched = file.mapping.filter((one) => one.field !== null).length;
  return (
    <section aria-labelledby="match-columns">
      <div className="flex h-9 items-center gap-2 px-edge">
        <h2 id="match-columns" className="font-semibold">
          Match columns
        </h2>
        <span className="text-faint">{`${matched} of ${file.columns.length} matched`}</span>
        {isKept ? (
          <span className="truncate text-faint text-sm phone:hidden">
            Values without a field are kept with this import, and you can import them later.
          </span>
        ) : null}
      </div>
      <MappingBar />
      <div aria-hidden className={`${grid} h-thead text-faint text-sm hairline-b phone:hidden`}>
        <span>Column in the file</span>
        <span>Examples</span>
        <span />
        <span>Field</span>
        <span>Check</span>
      </div>
      <ul>
        {analysis.columns.map((column) => (
          <MatchRow key={column.column} column={column} />
        ))}
      </ul>
    </section>
  );
}

function MatchRow({ column: { column, header, samples }, column: check }: { column: ColumnCheck }) {
  const { importId, file, fields, save } = useShownFile();
  const mapping = file.mapping[column] ?? { column, field: null };
  const others = file.mapping.filter((one) => one.field !== null && one.column !== column);
  const change = (next: ColumnMapping) => {
    const isShared = isEntriesField({ kind: fields.find((one) => one.field === next.field)?.kind ?? "" });
    const freed = others
      .filter(({ field }) => field === next.field && !isShared)
      .map((one) => ({ column: one.column, field: null }));
    save({ mapping: [next, ...freed] });
  };
  // Objects that are no nouns have no custom fields.
  const { entity } = file;
  const newFrom = entity !== null && nounOf(entity) ? { importId, fileId: file.id, entity, column, header } : null;
  const field = fields.find((one) => one.field === mapping.field);
  return (
    <li className="hairline-b hairline-soft last:shadow-none phone:py-2.5">
      <div className={`${grid} min-h-[33px] py-[3px] phone:gap-y-1.5`}>
        <span className="mono truncate phone:text-[13px]" title={header}>
          {header}
        </span>
        <span className="truncate text-muted phone:col-span-2 phone:row-start-2 phone:text-[13px]">
          {samples.length > 0 ? samples.slice(0, 2).join(", ") : "No values"}
        </span>
        <ArrowRight aria-hidden className="size-3.5 text-faint phone:hidden" />
        <span className="phone:col-span-2">
          <FieldSelect
            size="sm"
            quiet
            aria-label={`Field for ${header}`}
            none="No field"
            value={mapping.field}
            fields={fields.map((one) => {
              const from = isEntriesField(one) ? undefined : others.find((other) => other.field === one.field);
              return from ? { ...one, note: `from ${file.columns[from.column] ?? ""}` } : one;
            })}
            newFrom={newFrom}
            onChange={(next) => {
              const { multiplier: _multiplier, typed: _typed, ...rest } = mapping;
              change({ ...rest, field: next });
            }}
          />
        </span>
        <span className="min-w-0 phone:col-start-2 phone:row-start-1">
          <CheckNote column={check} />
        </span>
      </div>
      {check.codes ? <CodesNote {...check.codes} /> : null}
      {field ? (
        <ColumnOptions column={check} headers={file.columns} mapping={mapping} field={field} onChange={change} />
      ) : null}
    </li>
  );
}

/** The values of a column with HTML codes, which stand beside what else is said about it. */
function CodesNote({ values, example, readAs }: NonNullable<ColumnCheck["codes"]>) {
  const { counted } = useCounts();
  const held = counted(values, { one: "value holds", many: "values hold" });
  const are = wordsFor(values, { one: "is", many: "are" });
  return (
    <p className="break-words px-edge pb-1.5 text-muted text-sm">
      {`${held} HTML codes, such as ${example}, and ${are} read without them: ${readAs}`}
    </p>
  );
}

function CheckNote({ column }: { column: ColumnCheck }) {
  if (column.note === "")
    return <span aria-hidden className="block h-2 w-20 animate-skeleton rounded-sm bg-surface-press" />;
  if (column.state === "none")
    return (
      <span className="block truncate text-faint" title={column.note}>
        {column.note}
      </span>
    );
  const warned = column.state === "warning";
  const Icon = warned ? TriangleAlert : Check;
  return (
    <span className={`flex items-center gap-1.5 ${warned ? "text-warning" : "text-muted"}`}>
      <Icon aria-hidden className={`size-3.5 ${warned ? "" : "text-positive"}`} />
      <span className="truncate">{column.note}</span>
    </span>
  );
}
