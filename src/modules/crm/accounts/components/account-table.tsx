import { Building2, Calendar, CircleDollarSign, Factory, Globe, Phone, Tag, User, Users } from "lucide-react";
import { createdColumn } from "@/components/data-table/created-column";
import type { DataColumn, Suggest } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ListLocale } from "@/components/data-table/list-locale";
import type { SortField } from "@/components/data-table/sort-menu";
import { suggestCountries } from "@/components/form/suggest-countries";
import { AccountMark } from "@/components/ui/account-mark";
import { Badge } from "@/components/ui/badge";
import { addressLines } from "@/lib/address";
import { formatMoney } from "@/lib/money";
import { ownerColumn, ownerGrouping } from "@/modules/platform/members/components/owner-badge";
import type { Grouping } from "@/trpc/list-rows";
import { accountTypeLabels } from "../catalog";
import { type Account, accountTypes } from "../schema";

type Search = NonNullable<FilterField["search"]>;
type Picks = Pick<FilterField, "search" | "lookup">;

export const typeOptions = accountTypes.map((value) => ({ value, label: accountTypeLabels[value] }));

interface Finders {
  members: Search;
  accounts: Search;
  industries: Suggest;
}

/** Columns of the account list; `at` formats figures, `find` looks up what cells offer while typing. */
export function accountColumns(at: ListLocale, find: Finders): DataColumn<Account>[] {
  const locked = (row: Account) => !row.mayEdit;
  return [
    {
      id: "name",
      header: "Account",
      kind: "text",
      width: 240,
      sortable: true,
      phone: "title",
      editable: { kind: "text", value: (row) => row.name, required: true, locked },
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <AccountMark name={row.name} size={20} />
          <span className="truncate font-medium">{row.name}</span>
        </span>
      ),
    },
    {
      id: "domain",
      header: "Domain",
      kind: "text",
      width: 150,
      hidden: true,
      editable: { kind: "text", value: (row) => row.domain, locked },
      cell: (row) => row.domain ?? "–",
    },
    {
      id: "website",
      header: "Website",
      kind: "text",
      width: 180,
      hidden: true,
      editable: { kind: "text", value: (row) => row.website, locked },
      cell: (row) => row.website ?? "–",
    },
    {
      id: "phone",
      header: "Phone",
      kind: "text",
      width: 140,
      hidden: true,
      editable: { kind: "text", value: (row) => row.phone, locked },
      cell: (row) => row.phone ?? "–",
    },
    {
      id: "type",
      header: "Type",
      kind: "custom",
      width: 110,
      editable: { kind: "option", value: (row) => row.type, options: typeOptions, required: true, locked },
      cell: (row) => <Badge>{accountTypeLabels[row.type]}</Badge>,
    },
    {
      id: "industry",
      header: "Industry",
      kind: "text",
      width: 140,
      sortable: true,
      phone: "meta",
      editable: { kind: "text", value: (row) => row.industry, suggest: find.industries, locked },
      cell: (row) => row.industry ?? "–",
      phoneCell: (row) => row.industry,
    },
    {
      id: "employees",
      header: "Employees",
      kind: "number",
      width: 104,
      sortable: true,
      editable: { kind: "number", value: (row) => row.employees, locked },
      cell: (row) => (row.employees === null ? "–" : row.employees.toLocaleString(at.locale)),
    },
    {
      id: "annualRevenue",
      header: "Annual revenue",
      kind: "money",
      width: 150,
      sortable: true,
      phone: "value",
      editable: {
        kind: "money",
        value: (row) => row.annualRevenue?.amount ?? null,
        currency: (row) => row.annualRevenue?.currency ?? at.currency,
        locked,
      },
      cell: (row) => (row.annualRevenue ? formatMoney(row.annualRevenue.amount, row.annualRevenue.currency, at) : "–"),
    },
    {
      id: "billingAddress",
      header: "Billing address",
      kind: "text",
      width: 220,
      hidden: true,
      cell: (row) => addressLines(row.billingAddress).join(", ") || "–",
    },
    {
      id: "shippingAddress",
      header: "Shipping address",
      kind: "text",
      width: 220,
      hidden: true,
      cell: (row) => addressLines(row.shippingAddress).join(", ") || "–",
    },
    {
      id: "country",
      header: "Country",
      kind: "text",
      width: 140,
      editable: {
        kind: "text",
        value: (row) => row.billingAddress?.country ?? null,
        suggest: suggestCountries,
        locked,
      },
      cell: (row) => row.billingAddress?.country ?? "–",
    },
    {
      id: "parent",
      header: "Parent",
      kind: "text",
      width: 150,
      editable: {
        kind: "option",
        // One that is not for the reader to see has a name only.
        value: (row) => row.parent?.id ?? row.parent?.name ?? null,
        label: (row) => row.parent?.name ?? "",
        search: find.accounts,
        locked,
      },
      cell: (row) => row.parent?.name ?? "–",
    },
    ownerColumn(find.members),
    { ...createdColumn, hidden: true },
  ];
}

/** What the list can be filtered by; names and kinds are those of the server's list. */
export function accountFilters(picks: { members: Picks; accounts: Picks }): FilterField[] {
  return [
    { field: "name", label: "Name", kind: "text", icon: <Building2 aria-hidden /> },
    { field: "domain", label: "Domain", kind: "text", icon: <Globe aria-hidden /> },
    { field: "website", label: "Website", kind: "text", icon: <Globe aria-hidden /> },
    { field: "phone", label: "Phone", kind: "text", icon: <Phone aria-hidden /> },
    { field: "type", label: "Type", kind: "enum", icon: <Tag aria-hidden />, options: typeOptions },
    { field: "industry", label: "Industry", kind: "text", icon: <Factory aria-hidden /> },
    { field: "employees", label: "Employees", kind: "number", icon: <Users aria-hidden /> },
    { field: "annualRevenue", label: "Annual revenue", kind: "money", icon: <CircleDollarSign aria-hidden /> },
    { field: "owner", label: "Owner", kind: "member", icon: <User aria-hidden />, ...picks.members },
    { field: "parent", label: "Parent", kind: "member", icon: <Building2 aria-hidden />, ...picks.accounts },
    { field: "createdAt", label: "Created", kind: "date", icon: <Calendar aria-hidden /> },
  ];
}

/** What the list can be grouped by. */
export const accountGroupings: readonly Grouping<Account>[] = [
  {
    field: "type",
    label: "Type",
    columnId: "type",
    of: (row) => row.type,
    order: accountTypes,
    name: ({ value }) => accountTypeLabels[value as Account["type"]],
  },
  {
    field: "industry",
    label: "Industry",
    columnId: "industry",
    of: (row) => row.industry,
    name: ({ value }) => value ?? "No industry",
  },
  ownerGrouping,
];

export const accountSorts: readonly SortField[] = [
  { field: "name", label: "Name" },
  { field: "annualRevenue", label: "Annual revenue" },
  { field: "employees", label: "Employees" },
  { field: "industry", label: "Industry" },
  { field: "createdAt", label: "Created" },
];
