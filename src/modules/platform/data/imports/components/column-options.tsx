"use client";

import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Select, type SelectProps } from "@/components/ui/select";
import { coerceMoney } from "@/lib/coerce/coerce-money";
import { formatMoney } from "@/lib/money";
import { isDated, isNumber, typesFor } from "../rules";
import type { ColumnMapping } from "../schema";
import type { ColumnCheck } from "./decisions";
import { useCounts } from "./use-counts";

const units = [
  { value: "1", label: "as written" },
  { value: "1000", label: "in thousands" },
  { value: "1000000", label: "in millions" },
  { value: "1000000000", label: "in billions" },
];
const orders = [
  { value: "ymd", label: "year-month-day" },
  { value: "dmy", label: "day-month-year" },
  { value: "mdy", label: "month-day-year" },
  { value: "serial", label: "day numbers" },
] as const;
const marks = [
  { value: ".", label: "1,234.5" },
  { value: ",", label: "1.234,5" },
] as const;

interface Options {
  column: ColumnCheck;
  /** The headers of the file. */
  headers: readonly string[];
  mapping: ColumnMapping;
  field: { kind: string; label: string };
  onChange: (mapping: ColumnMapping) => void;
}

/** Choices of how the values of a column are read, where their form alone does not tell it. */
export function ColumnOptions({ column, headers, mapping, field, onChange }: Options) {
  const { rows } = useCounts();
  const { currency, locale } = useWorkspace();
  const [zero, typed] = [useId(), useId()];
  const isMoney = field.kind === "money";
  const needsOrder = isDated(field) && column.filled > 0;
  // Where no number has a decimal sign there is nothing to choose.
  const needsMark = isNumber(field) && (column.ambiguous || column.samples.some((sample) => /\d[.,]\d/.test(sample)));
  const types = typesFor({ ...mapping, typed: true }, field, headers);
  if (!isMoney && !needsOrder && !needsMark && types === null) return null;
  const set = (change: Partial<ColumnMapping>) => onChange({ ...mapping, ...change });
  return (
    <>
      {column.unit ? <ProbableUnit {...column.unit} onRead={(multiplier) => set({ multiplier })} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-x-5 gap-y-1.5 px-edge pb-1.5 text-muted text-sm phone:justify-start phone:pt-2">
        {column.zeros > 0 && isMoney ? (
          <span className="flex items-center gap-2">
            <Checkbox
              id={zero}
              checked={mapping.zeroIsEmpty ?? false}
              onCheckedChange={(checked) => set({ zeroIsEmpty: checked === true })}
            />
            <label htmlFor={zero}>{`0 means empty (${rows(column.zeros)})`}</label>
          </span>
        ) : null}
        {types === null ? null : (
          <span className="flex items-center gap-2">
            <Checkbox
              id={typed}
              checked={mapping.typed ?? true}
              onCheckedChange={(checked) => set({ typed: checked === true })}
            />
            <label htmlFor={typed}>{`The types are in ${headers[types] ?? ""}`}</label>
          </span>
        )}
        {needsOrder ? (
          <Reading
            label="Dates are written"
            aria-label={`How the dates of ${column.header} are written`}
            value={mapping.dateOrder ?? null}
            options={orders}
            onValueChange={(dateOrder) => set({ dateOrder })}
          />
        ) : null}
        {needsMark ? (
          <Reading
            label="Numbers are written"
            aria-label={`How the numbers of ${column.header} are written`}
            value={mapping.decimal ?? null}
            options={marks}
            onValueChange={(decimal) => set({ decimal })}
          />
        ) : null}
        {isMoney ? (
          <>
            <span>{readAs(column.samples[0], mapping, currency, locale)}</span>
            <Reading
              label="Amounts are"
              aria-label={`Unit of ${column.header}`}
              value={String(mapping.multiplier ?? 1)}
              options={units}
              onValueChange={(unit) => set({ multiplier: Number(unit) })}
            />
          </>
        ) : null}
      </div>
    </>
  );
}

function Reading<V extends string>({ label, ...select }: { label: string } & SelectProps<V>) {
  return (
    <span className="flex items-center gap-2">
      <span className="whitespace-nowrap">{label}</span>
      <span className="w-32">
        <Select size="sm" quiet {...select} />
      </span>
    </span>
  );
}

type Unit = NonNullable<ColumnCheck["unit"]> & { onRead: (multiplier: number) => void };

/** Amounts that are hardly in single units: read them in the probable one, or keep them as they are. */
function ProbableUnit({ multiplier, reason, onRead }: Unit) {
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 px-edge pb-2 text-sm">
      <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warning" />
      <span className="min-w-0 flex-1 basis-52">{reason}</span>
      <Button size="sm" variant="tinted" onClick={() => onRead(multiplier)}>
        {`Read ${units.find(({ value }) => value === String(multiplier))?.label ?? ""}`}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => onRead(1)}>
        As written
      </Button>
    </div>
  );
}

/** "1100.04 becomes $1,100,040,000": what the unit makes of the first value; null where it cannot be read yet. */
function readAs(text: string | undefined, mapping: ColumnMapping, currency: string, locale: string): string | null {
  if (text === undefined) return null;
  const multiplier = BigInt(mapping.multiplier ?? 1);
  const read = coerceMoney(text, { currency, style: { decimal: mapping.decimal ?? "." }, multiplier });
  if (!read.ok || read.value === null) return null;
  return `${text} becomes ${formatMoney(Number(read.value), currency, { locale, currency })}`;
}
