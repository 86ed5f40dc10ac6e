import { RelativeTime } from "@/components/ui/relative-time";
import type { DataColumn } from "./data-column";

/** When the records of a list were made. */
export const createdColumn: DataColumn<{ createdAt: string }> = {
  id: "createdAt",
  header: "Created",
  kind: "date",
  width: 100,
  sortable: true,
  cell: (row) => <RelativeTime at={row.createdAt} />,
};
