"use client";

import { useQuery } from "@tanstack/react-query";
import { CreditCard } from "lucide-react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsLoading } from "@/components/layout/settings-loading";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { useZonedDay } from "@/components/ui/use-day-text";
import { type Billing, usePayInvoice, useReturnFromPayments } from "@/trpc/plan-acts";
import { useApi } from "@/trpc/react";
import { useOpenPortal } from "../client";
import { BillingFigures } from "./billing-figures";
import { InvoiceDetails } from "./invoice-details";
import { InvoiceList } from "./invoice-list";
import { PastDue } from "./past-due";
import { PaymentMethod } from "./payment-method";
import { PendingChange } from "./pending-change";

/** How the workspace pays, where invoices go, and every invoice. */
export function BillingPage() {
  const api = useApi();
  const { can, href, role } = useWorkspace();
  const may = can("billing:manage") || can("workspace:manage");
  const query = useQuery(api.billing.overview.queryOptions({}, { enabled: may }));
  const { fetching } = useReturnFromPayments(can("billing:manage"));
  return (
    <SettingsPage
      title="Billing"
      description="How this workspace pays, where invoices go, and every invoice so far. Only owners and members with the “plan and billing” permission can change it."
      back={{ label: "Settings", href: href("/settings") }}
      changes={may ? { of: ["billing"], title: "billing" } : null}
      actions={query.data ? <MainAction billing={query.data} /> : null}
    >
      {may ? null : <Closed isAdmin={role === "admin"} />}
      {query.error && !query.data ? <QueryFailed title="Billing could not be loaded" query={query} /> : null}
      {may && !query.data && !query.error ? <SettingsLoading label="Loading billing" /> : null}
      {query.data ? <Content billing={query.data} fetching={fetching} /> : null}
    </SettingsPage>
  );
}

/** A workspace that is read-only takes the page from admins too, until its invoice is paid. */
function Closed({ isAdmin }: { isAdmin: boolean }) {
  return (
    <EmptyState title={isAdmin ? "Billing is for owners now" : "Billing is for owners and admins"} line={false}>
      {isAdmin
        ? "This workspace is read-only. An owner, or a member with the “plan and billing” permission, can pay here. You can open this page again when the invoice is paid."
        : "Ask the owner of this workspace about the plan and its invoices."}
    </EmptyState>
  );
}

/** Paying comes first where something is open; a card is replaced otherwise. */
function MainAction({ billing }: { billing: Billing }) {
  const { deletion } = useWorkspace();
  const { open, opening } = useOpenPortal();
  const { pay, paying } = usePayInvoice();
  const { openInvoiceId, mayChange, card } = billing;
  if (!mayChange || !billing.available) return null;
  if (openInvoiceId)
    return (
      <Button variant="primary" busy={paying} onClick={() => pay(openInvoiceId)}>
        Pay now
      </Button>
    );
  if (!card || deletion !== null) return null;
  return (
    <Button icon={<CreditCard aria-hidden />} busy={opening} onClick={() => open("paymentMethod")}>
      Replace card
    </Button>
  );
}

/** The present of a workspace that has bought nothing, and what comes after a trial. */
function freeText({ trialEndsAt, label }: Billing, day: (instant: string) => string): string {
  return trialEndsAt
    ? `The trial of this workspace ends on ${day(trialEndsAt)}. The workspace then moves to Starter, which is free, unless you choose a plan first.`
    : `This workspace is on the ${label} plan, which is free.`;
}

function Content({ billing, fetching }: { billing: Billing; fetching: boolean }) {
  const { href } = useWorkspace();
  const day = useZonedDay();
  const isBought = billing.state !== "none";
  return (
    <>
      {fetching ? (
        <Note tone="info" className="mx-edge mb-4">
          Loading the latest state from the payments service.
        </Note>
      ) : null}
      {billing.available ? null : (
        <Note tone="warning" className="mx-edge mb-4">
          Payments are not set up on this server, so nothing can be bought here. Ask the operator of this server to add
          the Stripe keys.
        </Note>
      )}
      <BillingFigures billing={billing} />
      {billing.pastDue ? <PastDue billing={billing} pastDue={billing.pastDue} /> : null}
      {billing.pending ? <PendingChange billing={billing} pending={billing.pending} /> : null}
      {isBought ? (
        <div className="grid shrink-0 grid-cols-2 border-b phone:grid-cols-1">
          <PaymentMethod billing={billing} />
          <InvoiceDetails mayChange={billing.mayChange} />
        </div>
      ) : (
        <EmptyState
          title="Nothing to pay"
          line={false}
          actions={
            <Button variant="primary" asChild>
              <Link href={href("/settings/plan")}>Compare plans</Link>
            </Button>
          }
        >
          {freeText(billing, day)} Invoices and the payment method are shown here once it has bought a plan.
        </EmptyState>
      )}
      {isBought ? <InvoiceList billing={billing} /> : null}
    </>
  );
}
