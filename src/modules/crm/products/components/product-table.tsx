import { Calendar, CircleDollarSign, Hash, Package } from "lucide-react";
import { createdColumn } from "@/components/data-table/created-column";
import type { DataColumn } from "@/components/data-table/data-column";
import type { FilterField } from "@/components/data-table/filter-fields";
import type { ListLocale } from "@/components/data-table/list-locale";
import type { SortField } from "@/components/data-table/sort-menu";
import { formatMoney } from "@/lib/money";
import type { Product } from "../schema";

const locked = (row: Product) => !row.mayEdit;

/** Columns of the price list. */
export function productColumns(at: ListLocale): DataColumn<Product>[] {
  return [
    {
      id: "name",
      header: "Product",
      kind: "text",
      width: 280,
      sortable: true,
      phone: "title",
      editable: { kind: "text", value: (row) => row.name, required: true, locked },
      cell: (row) => <span className="truncate font-medium">{row.name}</span>,
    },
    {
      id: "sku",
      header: "SKU",
      kind: "text",
      width: 140,
      phone: "meta",
      editable: { kind: "text", value: (row) => row.sku, locked },
      cell: (row) => (row.sku ? <span className="mono">{row.sku}</span> : "–"),
      phoneCell: (row) => (row.sku ? <span className="mono">{row.sku}</span> : (row.description ?? null)),
    },
    {
      id: "price",
      header: "Price",
      kind: "money",
      width: 130,
      sortable: true,
      phone: "value",
      editable: {
        kind: "money",
        value: (row) => row.price?.amount ?? null,
        currency: (row) => row.price?.currency ?? at.currency,
        locked,
      },
      cell: (row) => (row.price ? formatMoney(row.price.amount, row.price.currency, at) : "–"),
    },
    {
      id: "description",
      header: "Description",
      kind: "text",
      width: 320,
      editable: { kind: "text", value: (row) => row.description, locked },
      cell: (row) => row.description ?? "–",
    },
    createdColumn,
  ];
}

export const productFilters: readonly FilterField[] = [
  { field: "name", label: "Name", kind: "text", icon: <Package aria-hidden /> },
  { field: "sku", label: "SKU", kind: "text", icon: <Hash aria-hidden /> },
  { field: "price", label: "Price", kind: "money", icon: <CircleDollarSign aria-hidden /> },
  { field: "createdAt", label: "Created", kind: "date", icon: <Calendar aria-hidden /> },
];

export const productSorts: readonly SortField[] = [
  { field: "name", label: "Name" },
  { field: "price", label: "Price" },
  { field: "createdAt", label: "Created" },
];
