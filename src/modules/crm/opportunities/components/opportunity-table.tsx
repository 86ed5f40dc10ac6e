import type { DataColumn } from "@/components/data-table/data-column";
import { formatDay } from "@/components/data-table/field-entry";
import { type ColumnOverride, fieldColumns } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import { Day } from "@/components/ui/day";
import { NameMark } from "@/components/ui/name-mark";
import { cn } from "@/lib/cn";
import { daysText } from "@/lib/duration-text";
import type { Fields } from "@/lib/fields/field";
import { StageBadge } from "../../pipelines/components/stage-badge";
import type { Opportunity } from "../schema";

export const rotText = { none: "text-muted", due: "text-warning", over: "text-danger" } as const;

/** "31d", "10y"; a dash for an opportunity that was in its stage before its import. */
export function ageText(days: number | null): string {
  return days === null ? "–" : daysText(days);
}

const stageColumn: DataColumn<Opportunity> = {
  id: "stage",
  header: "Stage",
  kind: "custom",
  width: 140,
  cell: (row) => <StageBadge stageId={row.stageId} />,
};

/**
 * The columns of the list of opportunities, their stages behind their accounts. The rows of a phone have the stage before
 * the account; what the list is grouped by stands in the heads of the groups.
 */
export function opportunityColumns(fields: Fields, at: FieldContext, group: string | null): DataColumn<Opportunity>[] {
  return fieldColumns<Opportunity>(fields, at, { overrides: overrides(at, group) }).flatMap((column) =>
    column.id === "account" ? [column, stageColumn] : [column],
  );
}

const overrides = (at: FieldContext, group: string | null): Readonly<Record<string, ColumnOverride<Opportunity>>> => ({
  account: {
    kind: "custom",
    cell: ({ account }) => (account ? <Account name={account.name} /> : <span className="text-faint">No account</span>),
    phoneCell: (row) => (
      <>
        {group === "stage" ? null : (
          <span className="flex max-w-1/2 shrink-0">
            <StageBadge stageId={row.stageId} />
          </span>
        )}
        {group === "stage" || group === "account" ? null : <span aria-hidden>·</span>}
        {group === "account" ? null : <span className="truncate">{row.account?.name ?? "No account"}</span>}
      </>
    ),
  },
  expectedCloseDate: {
    editable: {
      kind: "date",
      value: (row) => row.expectedCloseDate,
      was: (row) => pushed(row, at.locale),
      locked: (row) => !row.mayEdit,
    },
    cell: (row) => <Day day={row.status === "open" ? row.expectedCloseDate : row.actualCloseDate} />,
  },
  actualCloseDate: {
    editable: {
      kind: "date",
      value: (row) => row.actualCloseDate,
      required: true,
      locked: (row) => !row.mayEdit || row.status === "open",
    },
  },
  stageEnteredAt: {
    kind: "number",
    cell: (row) => <span className={cn(rotText[row.rot])}>{ageText(row.ageDays)}</span>,
  },
  createdAt: { hidden: true },
});

function Account({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <NameMark name={name} size={20} />
      <span className="truncate">{name}</span>
    </span>
  );
}

function pushed(row: Opportunity, locale: string): string {
  if (!row.expectedCloseDate) return "No date so far";
  const was = `Was ${formatDay(row.expectedCloseDate, locale)}`;
  if (row.closeDatePushes === 0) return was;
  return `${was}, pushed ${row.closeDatePushes === 1 ? "once" : `${row.closeDatePushes} times`} before`;
}
