"use client";

import { SlidersHorizontal } from "lucide-react";
import type { ColumnsListProps } from "@/components/data-table/columns-list";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

const ColumnsList = lazyPart<ColumnsListProps<never>>(
  () => import("@/components/data-table/columns-list").then((part) => part.ColumnsList),
  { of: "the columns" },
);

/** The menu of columns; its list, with the library for dragging, is loaded when it opens. */
export function ColumnsMenu<T>(props: ColumnsListProps<T>) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" icon={<SlidersHorizontal aria-hidden />}>
          <span className="phone:sr-only">Columns</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Columns" className="w-64">
        <ColumnsList {...(props as unknown as ColumnsListProps<never>)} />
      </PopoverContent>
    </Popover>
  );
}
