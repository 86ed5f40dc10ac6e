"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, FileText } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { GroupHead } from "@/components/layout/settings-page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { useZonedDay } from "@/components/ui/use-day-text";
import { type Billing, usePayInvoice } from "@/trpc/plan-acts";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { useAmountText } from "../client";
import { UpcomingDialog } from "./upcoming-dialog";

type Invoice = RouterOutputs["billing"]["invoices"][number];

const columns =
  "grid grid-cols-[150px_120px_minmax(0,1fr)_120px_110px_150px] items-center gap-4 px-edge desk:narrow:grid-cols-[108px_88px_minmax(0,1fr)_84px_104px_124px] desk:narrow:gap-3 phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-0";

/** Every invoice, newest first, over it the one that comes next. */
export function InvoiceList({ billing }: { billing: Billing }) {
  const api = useApi();
  const query = useQuery(api.billing.invoices.queryOptions({}));
  if (query.error && !query.data) return <QueryFailed title="The invoices could not be loaded" query={query} />;
  if (!query.data)
    return (
      <SkeletonRegion label="Loading invoices">
        <div className="flex h-row items-center px-edge">
          <Skeleton className="w-64" />
        </div>
      </SkeletonRegion>
    );
  return (
    <section aria-label="Invoices">
      <GroupHead title="Invoices" count={query.data.length} note={`${billing.open.currency}, tax included`} />
      <div aria-hidden className={`${columns} h-thead shrink-0 border-b text-faint text-sm phone:hidden`}>
        <span>Number</span>
        <span>Date</span>
        <span>For</span>
        <span className="text-right">Amount</span>
        <span>Status</span>
        <span />
      </div>
      <ul>
        {billing.next ? <UpcomingLine next={billing.next} label={billing.label} /> : null}
        {query.data.map((invoice) => (
          <InvoiceLine key={invoice.id} invoice={invoice} mayPay={billing.mayChange} />
        ))}
      </ul>
    </section>
  );
}

function UpcomingLine({ next, label }: { next: NonNullable<Billing["next"]>; label: string }) {
  const amount = useAmountText();
  const day = useZonedDay();
  const [open, setOpen] = useState(false);
  return (
    <li className={`${columns} min-h-row border-border-soft border-b py-1.5`}>
      <span className="text-faint phone:hidden">–</span>
      <span className="text-muted phone:hidden">{day(next.at)}</span>
      <span className="truncate phone:order-3 phone:text-muted phone:text-sm">{label}, the next invoice</span>
      <span className="tabular-nums font-medium phone:order-1 desk:text-right">{amount(next.due)}</span>
      <span className="text-muted phone:order-2 phone:justify-self-end">Upcoming</span>
      <span className="phone:order-4 phone:justify-self-end desk:text-right">
        <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
          Preview
        </Button>
      </span>
      <UpcomingDialog open={open} onOpenChange={setOpen} next={next} />
    </li>
  );
}

function StatusText({ invoice }: { invoice: Invoice }) {
  if (invoice.pastDue) return <Badge tone="danger">Past due</Badge>;
  if (invoice.optional) return <Badge tone="warning">Change not paid</Badge>;
  if (invoice.status === "open") return <Badge tone="warning">Open</Badge>;
  if (invoice.status === "paid")
    return (
      <span className="flex items-center gap-1.5 text-positive">
        <Check aria-hidden className="size-3.5" />
        Paid
      </span>
    );
  return <span className="text-muted">{invoice.status === "void" ? "Cancelled" : "Written off"}</span>;
}

/** The lines of an invoice as one sentence. */
const purposeOf = ({ lines }: Invoice) => lines.map(({ text }) => text).join("; ");

function InvoiceLine({ invoice, mayPay }: { invoice: Invoice; mayPay: boolean }) {
  const amount = useAmountText();
  const day = useZonedDay();
  const { pay, paying } = usePayInvoice();
  return (
    <li className={`${columns} min-h-row border-border-soft border-b py-1.5`}>
      <span className="mono truncate phone:hidden">{invoice.number ?? "–"}</span>
      <span className="text-muted phone:hidden">{day(invoice.issuedAt)}</span>
      <span title={purposeOf(invoice)} className="truncate phone:order-3 phone:text-muted phone:text-sm">
        <span className="desk:hidden">{day(invoice.issuedAt)}, </span>
        {purposeOf(invoice)}
      </span>
      <span className="tabular-nums font-medium phone:order-1 desk:text-right">{amount(invoice.total)}</span>
      <span className="phone:order-2 phone:justify-self-end">
        <StatusText invoice={invoice} />
      </span>
      <span className="flex items-center justify-end gap-1 phone:order-4">
        {invoice.status === "open" && !invoice.optional && mayPay ? (
          <Button size="sm" busy={paying} onClick={() => pay(invoice.id)}>
            Pay
          </Button>
        ) : null}
        {invoice.hasPdf ? <PdfButton invoice={invoice} /> : null}
      </span>
    </li>
  );
}

/** Addresses of PDF files end after a while, so the current one is requested on the click. */
function PdfButton({ invoice }: { invoice: Invoice }) {
  const api = useApi();
  const client = useQueryClient();
  const [opening, setOpening] = useState(false);
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<FileText aria-hidden />}
      aria-label={`PDF of invoice ${invoice.number ?? ""}`}
      busy={opening}
      onClick={async () => {
        setOpening(true);
        try {
          const { url } = await client.fetchQuery(api.billing.invoicePdf.queryOptions({ id: invoice.id }));
          window.location.assign(url);
        } catch (error) {
          notify.error(readServerError(error).message);
        } finally {
          setOpening(false);
        }
      }}
    >
      PDF
    </Button>
  );
}
