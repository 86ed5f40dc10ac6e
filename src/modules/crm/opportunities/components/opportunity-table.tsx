import type { DataColumn } from "@/components/data-table/data-column";
import type { ColumnOverride } from "@/components/fields/field-columns";
import type { FieldContext } from "@/components/fields/kind";
import { Day } from "@/components/ui/day";
import { NameMark } from "@/components/ui/name-mark";
import { ReferenceName } from "@/components/ui/reference-name";
import { cn } from "@/lib/cn";
import { formatDay } from "@/lib/day-words";
import { daysText } from "@/lib/duration-text";
import type { Reference } from "@/lib/zod";
import { nextStepCells } from "@/modules/platform/data/records/components/noun-next-step";
import { StageBadge } from "../../pipelines/components/stage-badge";
import type { Opportunity } from "../schema";
import type { OpportunityOwn } from "./opportunity-own";

export const rotText = { none: "text-muted", due: "text-warning", over: "text-danger" } as const;

/** "31d", "10y"; a dash for an opportunity that was in its stage before its import. */
export function ageText(days: number | null): string {
  return days === null ? "–" : daysText(days);
}

/** Behind the account. */
export const stageColumn: DataColumn<object & { id: string }> = {
  id: "stage",
  header: "Stage",
  kind: "custom",
  width: 140,
  cell: (row) => <StageBadge stageId={(row as Opportunity).stageId} />,
};

/** The rows of a phone have the stage before the account, unless they are grouped by it. */
export const opportunityColumns = (at: FieldContext, group: string | null) =>
  overrides(at, group) as NonNullable<OpportunityOwn["columns"]>;

const overrides = (at: FieldContext, group: string | null): Readonly<Record<string, ColumnOverride<Opportunity>>> => ({
  account: {
    kind: "custom",
    cell: ({ account }) => (account ? <Account account={account} /> : <span className="text-faint">No account</span>),
    phoneCell: (row) => (
      <>
        {group === "stage" ? null : (
          <>
            <span className="flex max-w-1/2 shrink-0">
              <StageBadge stageId={row.stageId} />
            </span>
            <span aria-hidden>·</span>
          </>
        )}
        {row.account ? <ReferenceName of={row.account} /> : <span className="truncate">No account</span>}
      </>
    ),
  },
  amount: {
    editable: {
      kind: "money",
      value: (row) => row.amount?.amount ?? null,
      currency: (row) => row.currency,
      locked: (row) => !row.mayEdit || row.valueFromLines === true,
    },
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
  ...nextStepCells,
  createdAt: { hidden: true },
});

function Account({ account }: { account: Reference }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <NameMark name={account.name} of={{ entity: "account", id: account.id }} size={20} />
      <ReferenceName of={account} />
    </span>
  );
}

function pushed(row: Opportunity, locale: string): string {
  if (!row.expectedCloseDate) return "No date so far";
  const was = `Was ${formatDay(row.expectedCloseDate, locale)}`;
  if (row.closeDatePushes === 0) return was;
  return `${was}, pushed ${row.closeDatePushes === 1 ? "once" : `${row.closeDatePushes} times`} before`;
}
