"use client";

import { ListChecks, X } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { SelectAll } from "@/components/data-table/use-select-all";
import { cn } from "@/lib/cn";

/** Whether the selection is still loading: an action waits until all its rows are known. */
const Gathering = createContext(false);

/** The bar above the list while rows are selected: their number, their sum, the actions, and a button to clear. */
export function BulkBar(props: {
  /** Null for all rows that match. */
  count: number | null;
  sum?: ReactNode;
  /** The offer to select all rows, if more match than are loaded. */
  selectAll: SelectAll | null;
  /** A record is open beside the list: the bar uses the remaining width. */
  isPeekOpen: boolean;
  children: ReactNode;
  onClear(): void;
}) {
  const { locale } = useListLocale();
  return (
    <section
      aria-label="Selected rows"
      className={cn(
        "no-scrollbar absolute bottom-[calc(20px+var(--foot))] left-1/2 z-bulk flex h-11 max-w-[calc(100%-24px)] -translate-x-1/2 animate-fade-in items-center gap-0.5 overflow-x-auto whitespace-nowrap rounded-lg bg-inverse px-1.5 text-on-inverse shadow-3 phone:bottom-[calc(12px+var(--foot))] phone:w-[calc(100%-24px)]",
        // The actions would be out of sight behind the offer.
        props.selectAll && "phone:grid phone:h-auto phone:grid-cols-[minmax(0,1fr)_auto]",
        props.isPeekOpen && "left-[calc(50%-var(--peek-w)/2)] max-w-[calc(100%-var(--peek-w)-24px)]",
      )}
    >
      <span className="no-scrollbar flex shrink-0 items-center gap-0.5 phone:min-w-0 phone:overflow-x-auto">
        <p aria-live="polite" className="flex gap-1.5 px-2.5 font-medium">
          {props.count === null ? "All matching selected" : `${props.count.toLocaleString(locale)} selected`}
          {props.sum === undefined ? null : <span className="font-normal text-on-inverse-muted">{props.sum}</span>}
        </p>
        {props.selectAll ? (
          <BulkAction icon={<ListChecks aria-hidden />} busy={props.selectAll.busy} onClick={props.selectAll.run}>
            {props.selectAll.label}
          </BulkAction>
        ) : null}
      </span>
      <span
        className={cn(
          "flex shrink-0 items-center gap-0.5",
          props.selectAll && "no-scrollbar phone:col-span-2 phone:row-start-2 phone:overflow-x-auto",
        )}
      >
        <Divider className={props.selectAll ? "phone:hidden" : undefined} />
        <Gathering value={props.selectAll?.busy === true}>{props.children}</Gathering>
      </span>
      <span className="sticky -right-1.5 flex items-center bg-inverse phone:pr-1.5">
        <Divider />
        <BulkAction icon={<X aria-hidden />} label="Clear the selection" onClick={props.onClear} />
      </span>
    </section>
  );
}

function Divider({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cn("mx-1 h-5 w-px shrink-0 bg-on-inverse/18", className)} />;
}

/** One action of the bulk bar; without children only its icon is shown. It waits while the selection loads. */
export function BulkAction(props: {
  icon: ReactNode;
  label?: string;
  busy?: boolean;
  children?: ReactNode;
  onClick(): void;
}) {
  const off = useContext(Gathering) || props.busy;
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-busy={props.busy}
      aria-disabled={off}
      onClick={off ? undefined : props.onClick}
      className="flex h-8 min-w-8 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium hover:bg-inverse-hover aria-disabled:text-on-inverse-muted aria-disabled:hover:bg-transparent focus-visible:outline-on-inverse-accent phone:h-11 [&_svg]:size-[15px] [&_svg]:text-on-inverse-muted"
    >
      {props.icon}
      {props.children}
    </button>
  );
}
