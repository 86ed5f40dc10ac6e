"use client";

import { ChevronsRightLeft, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";

interface ColumnHeadProps {
  mark: ReactNode;
  name: string;
  count: string;
  /** Sign for a drag: this column would lose or gain a card. */
  by?: 1 | -1 | null;
  total?: ReactNode;
  /** The change of the total, with its sign. */
  totalChange?: string | null;
  /** To the right of the total, such as "$247,428 at 60%". */
  note?: ReactNode;
  /** A line below: further totals. Empty where only other columns of the board have one, so that heads stay level. */
  below?: ReactNode;
  onAdd?: () => void;
  addLabel?: string;
  onCollapse?: () => void;
}

/** The head of a column: mark, name, count and actions; below it the total and its weighted value, if any. */
export function ColumnHead(props: ColumnHeadProps) {
  const { by, name, totalChange } = props;
  const figures = props.total !== undefined || props.note !== undefined;
  return (
    <div
      className={cn(
        "flex flex-col justify-center px-3 phone:px-4",
        figures ? "h-[62px]" : "h-11",
        props.below !== undefined && "h-[82px]",
      )}
    >
      <div className="flex h-6 items-center gap-2">
        {props.mark}
        <h2 className="truncate font-semibold">{name}</h2>
        <span className="text-faint">{props.count}</span>
        {by ? (
          <span
            className={cn(
              "rounded-sm px-1.5 font-medium text-xs/[18px]",
              by > 0 ? "bg-accent-subtle text-accent-text" : "bg-surface-press text-muted",
            )}
          >
            {by > 0 ? "+1" : "−1"}
          </span>
        ) : null}
        <span className="ml-auto flex">
          {props.onCollapse ? (
            <IconButton
              size="sm"
              label={`Collapse ${name}`}
              icon={<ChevronsRightLeft aria-hidden />}
              onClick={props.onCollapse}
              className="phone:hidden"
            />
          ) : null}
          {props.onAdd ? (
            <IconButton
              size="sm"
              label={props.addLabel ?? `Add to ${name}`}
              icon={<Plus aria-hidden />}
              onClick={props.onAdd}
            />
          ) : null}
        </span>
      </div>
      {figures ? (
        <div className="flex items-baseline gap-2 whitespace-nowrap">
          <span className="font-medium">{props.total}</span>
          {totalChange ? <span className={by === 1 ? "text-accent-text" : "text-muted"}>{totalChange}</span> : null}
          <span className="ml-auto truncate text-muted text-sm">{props.note}</span>
        </div>
      ) : null}
      {props.below === undefined ? null : <div className="flex h-6 min-w-0">{props.below}</div>}
    </div>
  );
}
