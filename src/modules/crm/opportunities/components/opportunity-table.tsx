import {
  Building2,
  Calendar,
  CircleDollarSign,
  Flag,
  GitCommitHorizontal,
  Package,
  Target,
  User,
  Users,
} from "lucide-react";
import { createdColumn } from "@/components/data-table/created-column";
import type { DataColumn } from "@/components/data-table/data-column";
import { formatDay } from "@/components/data-table/field-entry";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ListLocale } from "@/components/data-table/list-locale";
import type { SortField } from "@/components/data-table/sort-menu";
import { AccountMark } from "@/components/ui/account-mark";
import { Day } from "@/components/ui/day";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import { formatMoney } from "@/lib/money";
import { ownerColumn } from "@/modules/platform/members/components/owner-badge";
import { StageBadge } from "../../pipelines/components/stage-badge";
import { statusLabels } from "../catalog";
import type { Opportunity } from "../schema";

type Search = NonNullable<FilterField["search"]>;
type Picks = Pick<FilterField, "search" | "lookup">;

const locked = (row: Opportunity) => !row.mayEdit;
export const rotText = { none: "text-muted", due: "text-warning", over: "text-danger" } as const;

/** "31d"; a dash for a deal that was in its stage before its import. */
export function ageText(days: number | null): string {
  return days === null ? "–" : `${days}d`;
}

/** Columns of the list of deals. */
export function opportunityColumns(
  at: ListLocale,
  search: { members: Search; accounts: Search },
): DataColumn<Opportunity>[] {
  return [
    {
      id: "name",
      header: "Opportunity",
      kind: "text",
      width: 220,
      sortable: true,
      phone: "title",
      editable: { kind: "text", value: (row) => row.name, required: true, locked },
      cell: (row) => <span className="truncate font-medium">{row.name}</span>,
    },
    accountColumn(search.accounts),
    { id: "stage", header: "Stage", kind: "custom", width: 140, cell: (row) => <StageBadge stageId={row.stageId} /> },
    {
      id: "amount",
      header: "Value",
      kind: "money",
      width: 110,
      sortable: true,
      phone: "value",
      editable: { kind: "money", value: (row) => row.amount?.amount ?? null, currency: (row) => row.currency, locked },
      cell: (row) => (row.amount ? formatMoney(row.amount.amount, row.amount.currency, at) : "–"),
    },
    closeDateColumn(at.locale),
    ownerColumn(search.members),
    {
      id: "actualCloseDate",
      header: "Closed",
      kind: "date",
      width: 110,
      sortable: true,
      hidden: true,
      cell: (row) => <Day day={row.actualCloseDate} />,
    },
    {
      id: "touchedAt",
      header: "Last touch",
      kind: "date",
      width: 100,
      cell: (row) => (row.touchedAt ? <RelativeTime at={row.touchedAt} /> : "–"),
    },
    {
      id: "stageEnteredAt",
      header: "In stage",
      kind: "number",
      width: 84,
      sortable: true,
      cell: (row) => <span className={cn(rotText[row.rot])}>{ageText(row.ageDays)}</span>,
    },
    { ...createdColumn, hidden: true },
    {
      id: "updatedAt",
      header: "Changed",
      kind: "date",
      width: 100,
      sortable: true,
      hidden: true,
      cell: (row) => <RelativeTime at={row.updatedAt} />,
    },
  ];
}

function accountColumn(search: Search): DataColumn<Opportunity> {
  return {
    id: "account",
    header: "Account",
    kind: "custom",
    width: 190,
    phone: "meta",
    editable: {
      kind: "option",
      value: (row) => row.account?.id ?? null,
      label: (row) => row.account?.name ?? "",
      search,
      locked,
    },
    cell: (row) =>
      row.account ? (
        <span className="flex min-w-0 items-center gap-2">
          <AccountMark name={row.account.name} size={20} />
          <span className="truncate">{row.account.name}</span>
        </span>
      ) : (
        <span className="text-faint">No account</span>
      ),
    phoneCell: (row) => row.account?.name ?? "No account",
  };
}

function closeDateColumn(locale: string): DataColumn<Opportunity> {
  return {
    id: "expectedCloseDate",
    header: "Close date",
    kind: "date",
    width: 110,
    sortable: true,
    phone: "meta",
    editable: {
      kind: "date",
      value: (row) => row.expectedCloseDate,
      was: (row) => pushed(row, locale),
      locked,
    },
    cell: (row) => <Day day={row.status === "open" ? row.expectedCloseDate : row.actualCloseDate} />,
  };
}

function pushed(row: Opportunity, locale: string): string {
  if (!row.expectedCloseDate) return "No date so far";
  const was = `Was ${formatDay(row.expectedCloseDate, locale)}`;
  return row.closeDatePushes === 0
    ? was
    : `${was}, pushed ${row.closeDatePushes === 1 ? "once" : `${row.closeDatePushes} times`} before`;
}

/** What lists and boards of deals can be filtered by; names and kinds are those of the server. */
export function opportunityFilters(options: {
  stages: { value: string; label: string }[];
  pipelines: { value: string; label: string }[];
  members: Picks;
  accounts: Picks;
  products: Picks;
  teams: Picks;
}): FilterField[] {
  return [
    {
      field: "stage",
      label: "Stage",
      kind: "enum",
      icon: <GitCommitHorizontal aria-hidden />,
      options: options.stages,
    },
    {
      field: "status",
      label: "Status",
      kind: "enum",
      icon: <Flag aria-hidden />,
      options: Object.entries(statusLabels).map(([value, label]) => ({ value, label })),
    },
    { field: "amount", label: "Value", kind: "money", icon: <CircleDollarSign aria-hidden /> },
    { field: "expectedCloseDate", label: "Close date", kind: "date", icon: <Calendar aria-hidden /> },
    { field: "actualCloseDate", label: "Closed", kind: "date", icon: <Calendar aria-hidden /> },
    { field: "owner", label: "Owner", kind: "member", icon: <User aria-hidden />, ...options.members },
    { field: "team", label: "Team", kind: "member", icon: <Users aria-hidden />, ...options.teams },
    { field: "account", label: "Account", kind: "member", icon: <Building2 aria-hidden />, ...options.accounts },
    {
      field: "family",
      label: "Account family",
      kind: "member",
      icon: <Building2 aria-hidden />,
      ...options.accounts,
    },
    { field: "product", label: "Product", kind: "member", icon: <Package aria-hidden />, ...options.products },
    { field: "name", label: "Name", kind: "text", icon: <Target aria-hidden /> },
    { field: "createdAt", label: "Created", kind: "date", icon: <Calendar aria-hidden /> },
    { field: "updatedAt", label: "Changed", kind: "date", icon: <Calendar aria-hidden /> },
    ...(options.pipelines.length > 1
      ? [
          {
            field: "pipeline",
            label: "Pipeline",
            kind: "enum" as const,
            icon: <Target aria-hidden />,
            options: options.pipelines,
          },
        ]
      : []),
  ];
}

export const opportunitySorts: readonly SortField[] = [
  { field: "name", label: "Name" },
  { field: "amount", label: "Value" },
  { field: "expectedCloseDate", label: "Close date" },
  { field: "actualCloseDate", label: "Closed" },
  { field: "stageEnteredAt", label: "In stage" },
  { field: "createdAt", label: "Created" },
  { field: "updatedAt", label: "Changed" },
];
