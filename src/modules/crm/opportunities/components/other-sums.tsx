"use client";

import { type ReactNode, useRef, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";
import { useFitting } from "@/components/ui/use-fitting";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/zod";

export interface OtherSum {
  total: Money;
  /** Beside the sum: its weighted value. */
  note?: string;
}

interface OtherSumsProps {
  /** Name of the layer: "Lead, other currencies". */
  label: string;
  sums: readonly OtherSum[];
  className?: string;
  /** The text of the button. */
  children: ReactNode;
}

/** A button that shows sums in further currencies: on hover and focus in a tooltip, by click, key and touch in a layer. */
export function OtherSums({ label, sums, className, children }: OtherSumsProps) {
  const at = useListLocale();
  const [open, setOpen] = useState(false);
  const list = (
    <span className="grid grid-cols-[auto_auto] gap-x-4 gap-y-1">
      {sums.map(({ total, note }) => (
        <span key={total.currency} className="col-span-2 grid grid-cols-subgrid">
          <span className="text-right font-medium">{formatMoney(total.amount, total.currency, at)}</span>
          <span className="text-right">{note}</span>
        </span>
      ))}
    </span>
  );
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <Tooltip content={list} side="bottom" disabled={open}>
        <PopoverTrigger
          className={cn(
            "relative flex h-6 min-w-0 items-center rounded-sm text-muted text-sm hover:text-text hit-44",
            className,
          )}
        >
          {children}
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent aria-label={label} className="flex flex-col gap-2 px-3 py-2.5 text-sm">
        {list}
        <p className="max-w-60 text-muted">Throughline has no exchange rates, so each currency has its own sum.</p>
      </PopoverContent>
    </Popover>
  );
}

/** As many of some sums as fit in one line, and the number of the others: "EUR 4,200, GBP 310 +1". */
export function SumLine(props: Omit<OtherSumsProps, "children">) {
  // Other sums have other widths.
  return <Line key={props.sums.map(({ total }) => `${total.amount} ${total.currency}`).join()} {...props} />;
}

function Line({ sums, ...rest }: Omit<OtherSumsProps, "children">) {
  const at = useListLocale();
  const box = useRef<HTMLSpanElement>(null);
  const shown = useFitting(box, sums.length);
  const texts = sums.map(({ total }) => formatMoney(total.amount, total.currency, at));
  const hidden = texts.slice(shown);
  return (
    <OtherSums {...rest} sums={sums} className={cn("w-full", rest.className)}>
      <span ref={box} className="flex min-w-0 flex-1 items-center gap-1 overflow-hidden whitespace-nowrap">
        {texts.slice(0, shown).map((text, place) => (
          <span key={text} className="shrink-0">
            {place < texts.length - 1 ? `${text},` : text}
          </span>
        ))}
        {hidden.length > 0 ? (
          <span className="shrink-0 text-faint">
            {`+${hidden.length}`}
            <span className="sr-only">{` more: ${hidden.join(", ")}`}</span>
          </span>
        ) : null}
      </span>
    </OtherSums>
  );
}

export type SumWithOthersProps = Pick<OtherSumsProps, "label" | "sums">;

/** One sum, and a button for those in further currencies: "$5,482 +2". */
export function SumWithOthers({ label, sums }: SumWithOthersProps) {
  const at = useListLocale();
  const [first, ...others] = sums;
  if (!first) return null;
  return (
    <span className="flex min-w-0 items-center justify-end gap-1.5 whitespace-nowrap">
      {others.length > 0 ? (
        <OtherSums label={label} sums={others} className="font-normal">
          <span aria-hidden>{`+${others.length}`}</span>
          <span className="sr-only">
            {counted(others.length, { one: "other currency", many: "other currencies" }, at.locale)}
          </span>
        </OtherSums>
      ) : null}
      {formatMoney(first.total.amount, first.total.currency, at)}
    </span>
  );
}
