"use client";

import { CreditCard } from "lucide-react";
import { useState } from "react";
import { type ListLocale, useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { useZonedDay } from "@/components/ui/use-day-text";
import { dateFormat } from "@/lib/intl";
import { formatMoney } from "@/lib/money";
import type { Money } from "@/lib/zod";
import type { Billing } from "@/trpc/plan-acts";
import type { RouterOutputs } from "@/trpc/react";
import { type PaidChange, useApplyChange, usePreview } from "../client";

type Preview = RouterOutputs["billing"]["preview"];
type Planned = NonNullable<Preview["now"]>;

/** A change of the paid plan, before it is agreed to. */
export interface ChangeDraft {
  /** "Add 3 seats". */
  title: string;
  /** "From 15 to 18 seats today." */
  text: string;
  /** "3 seats were added", when it is done. */
  done: string;
  change: PaidChange;
}

interface ChangeProps {
  draft: ChangeDraft;
  billing: Billing;
  onClose: () => void;
}

/** The exact amounts of a change: due today, and each period from then on. */
export function ChangeDialog({ draft, billing, onClose }: ChangeProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <ChangeContent draft={draft} billing={billing} onClose={onClose} />
    </Dialog>
  );
}

function ChangeContent({ draft, billing, onClose }: ChangeProps) {
  const query = usePreview(draft.change);
  return (
    <DialogContent title={draft.title} description={draft.text}>
      {query.data ? (
        <Amounts preview={query.data} draft={draft} billing={billing} again={query.refetch} onClose={onClose} />
      ) : null}
      {query.error && !query.data ? (
        <>
          <QueryFailed title="The amount could not be calculated" query={query} className="min-h-[240px] pt-18" />
          <CancelOnly />
        </>
      ) : null}
      {query.data || query.error ? null : (
        <>
          <SkeletonRegion label="Calculating the amount" className="px-5 py-4">
            {["w-48", "w-40", "w-52", "w-32"].map((width) => (
              <div key={width} className="flex h-7 items-center justify-between">
                <Skeleton className={width} />
                <Skeleton className="w-16" />
              </div>
            ))}
          </SkeletonRegion>
          <CancelOnly />
        </>
      )}
    </DialogContent>
  );
}

function CancelOnly() {
  return (
    <DialogFooter>
      <DialogClose asChild>
        <Button>Cancel</Button>
      </DialogClose>
    </DialogFooter>
  );
}

interface AmountsProps extends ChangeProps {
  preview: Preview;
  again: () => Promise<unknown>;
}

function Amounts({ preview, draft, billing, again, onClose }: AmountsProps) {
  const at = useListLocale();
  const day = useZonedDay();
  const apply = useApplyChange();
  const [refusal, setRefusal] = useState<{ message: string; url: string | null } | null>(null);
  const { now, next, to, prorationDate } = preview;
  const due = now?.due.amount ?? 0;
  const money = ({ amount, currency }: Money) => formatMoney(amount, currency, at);

  async function pay() {
    setRefusal(null);
    try {
      const { outcome, url, message } = await apply.mutateAsync({ ...draft.change, prorationDate, due });
      if (outcome === "confirm") return setRefusal({ message: message ?? notPaid, url });
      notify.success(draft.done);
      onClose();
    } catch (error) {
      const { code, message } = readServerError(error);
      setRefusal({ message, url: null });
      // The amount is another one now: it is shown before anybody agrees.
      if (code === "CONFLICT") await again();
    }
  }

  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="px-5 pt-3 pb-4 phone:px-4">
          {now ? <PlannedLines planned={now} at={at} /> : <p>Nothing is due for this change.</p>}
          <div className="mt-1 flex min-h-9 items-baseline justify-between gap-4 pt-2 font-semibold hairline-t">
            <span>{due < 0 ? "Credited" : "Due today"}</span>
            <span className="text-figure">{money(now?.due ?? { amount: 0, currency: preview.charge.currency })}</span>
          </div>
        </div>
        {next && to ? (
          <div className="px-5 py-2.5 hairline-t hairline-b hairline-soft phone:px-4">
            <p className="flex justify-between gap-4 font-medium">
              <span>{`Then each ${to.interval}, from ${day(next.at)}`}</span>
              <span>{money(next.total)}</span>
            </p>
            <div className="text-muted text-sm">
              <PlannedLines planned={next} at={at} small />
              <CreditLine preview={preview} at={at} />
            </div>
          </div>
        ) : null}
        <p className="flex items-start gap-1.5 px-5 pt-3 pb-4 text-muted text-sm phone:px-4">
          <CreditCard aria-hidden className="mt-px size-3.5 shrink-0 text-faint" />
          {chargedText(billing, due, preview.validUntil, at)}
        </p>
        {refusal ? (
          <Note tone="danger" className="mx-5 mb-4 phone:mx-4">
            {refusal.message}{" "}
            {refusal.url ? (
              <a className="link" href={refusal.url}>
                Go to the payment
              </a>
            ) : null}
          </Note>
        ) : null}
      </div>
      <DialogFooter>
        <DialogClose asChild>
          <Button disabled={apply.isPending}>Cancel</Button>
        </DialogClose>
        <Button variant="primary" busy={apply.isPending} onClick={() => void pay()}>
          {due > 0 && now ? `Pay ${money(now.due)}` : draft.title}
        </Button>
      </DialogFooter>
    </>
  );
}

const notPaid = "The payment did not go through, and nothing has changed.";

function chargedText({ card }: Billing, due: number, until: string, at: { locale: string; timeZone: string }): string {
  const time = dateFormat(at.locale, { timeStyle: "short", timeZone: at.timeZone }).format(new Date(until));
  if (due <= 0) return `Nothing is charged now. The amounts hold until ${time}.`;
  return `${card ? `Card ${card.last4}` : "Your payment method"} is charged now. The amount holds until ${time}.`;
}

/** The credit that pays the next invoices, once the change is made. */
function CreditLine({ preview: { creditBefore, creditAfter }, at }: { preview: Preview; at: MoneyFormatOptions }) {
  if (creditBefore.amount === 0 && creditAfter.amount === 0) return null;
  const money = ({ amount, currency }: Money) => formatMoney(amount, currency, { ...at, cents: true });
  const before = creditBefore.amount === creditAfter.amount ? "" : `, ${money(creditBefore)} before`;
  return (
    <p className="flex min-h-5 items-baseline gap-4 py-0.5">
      <span>Credit for the next invoices after this change</span>
      <span className="ml-auto whitespace-nowrap text-right">{`${money(creditAfter)}${before}`}</span>
    </p>
  );
}

type MoneyFormatOptions = Pick<ListLocale, "locale" | "currency">;

interface LinesProps {
  planned: Planned;
  at: MoneyFormatOptions;
  small?: boolean;
}

/** The lines of an invoice that does not exist yet, its tax, and the credit that pays a part of it. */
function PlannedLines({ planned: { lines, tax, fromBalance }, at, small = false }: LinesProps) {
  const row = small ? "flex min-h-5 items-baseline gap-4 py-0.5" : "flex min-h-7 items-baseline gap-4 py-1";
  const amount = ({ amount: minor, currency }: Money) => (
    <span className="ml-auto whitespace-nowrap">{formatMoney(minor, currency, { ...at, cents: true })}</span>
  );
  const others = [
    { text: "Tax", amount: tax },
    { text: "Paid from your credit", amount: fromBalance },
  ].filter((one) => one.amount.amount !== 0);
  return (
    <ul>
      {lines.map((line) => (
        <li key={`${line.text} ${line.from}`} className={row}>
          <span className="min-w-0">{line.text}</span>
          {amount(line.amount)}
        </li>
      ))}
      {others.map((one) => (
        <li key={one.text} className={row}>
          <span>{one.text}</span>
          {amount(one.amount)}
        </li>
      ))}
    </ul>
  );
}
