"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { useApi } from "@/trpc/react";
import { useOpportunityEdits } from "../client";
import type { OpportunityLines as Lines } from "../lines/schema";
import type { Opportunity } from "../schema";
import { LineForm } from "./line-form";
import { LineRow } from "./line-row";

/** The products of an opportunity with their prices and sum. */
export function OpportunityLines({ opportunity }: { opportunity: Opportunity }) {
  const api = useApi();
  const query = useQuery(api.opportunities.lines.queryOptions({ id: opportunity.id }));
  const lines = query.data;
  const [adding, setAdding] = useState(false);
  const add = opportunity.mayEdit ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      Add product
    </Button>
  ) : null;
  return (
    <section aria-label="Products" className="flex min-h-0 flex-1 flex-col">
      {lines && lines.lines.length > 0 ? (
        <>
          <Table opportunity={opportunity} lines={lines} />
          <div className="flex flex-wrap items-center gap-2 px-edge py-3">
            {add}
            <UseAsValue opportunity={opportunity} lines={lines} />
          </div>
        </>
      ) : null}
      {lines && lines.lines.length === 0 ? (
        <EmptyState line={false} title="No products yet" actions={add}>
          Products of this opportunity are listed here, with quantity and price.
        </EmptyState>
      ) : null}
      {query.error && !lines ? <QueryFailed title="The products could not be loaded" query={query} /> : null}
      {lines || query.error ? null : (
        <SkeletonRegion label="The products are loading">
          {[44, 36, 40].map((width) => (
            <div key={width} className="flex h-row items-center px-edge hairline-b hairline-soft">
              <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
              <Skeleton className="ml-auto w-20" />
            </div>
          ))}
        </SkeletonRegion>
      )}
      <LineForm opportunity={opportunity} open={adding} onOpenChange={setAdding} />
    </section>
  );
}

function Table({ opportunity, lines }: { opportunity: Opportunity; lines: Lines }) {
  const at = useListLocale();
  return (
    <div className="shrink-0 overflow-x-auto">
      <table className="w-full phone:block">
        <thead className="text-left text-faint text-sm phone:sr-only">
          <tr className="h-thead [&>th]:px-cell [&>th]:font-normal [&>th]:hairline-b">
            <th className="pl-edge!">Product</th>
            <th className="w-28 text-right">Quantity</th>
            <th className="w-36 text-right">Unit price</th>
            <th className="w-36 text-right">Total</th>
            <th className="w-12 pr-edge!">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody className="phone:block">
          {lines.lines.map((line) => (
            <LineRow key={line.id} opportunity={opportunity} line={line} lines={lines} />
          ))}
        </tbody>
        <tfoot className="phone:block">
          <tr className="h-row font-medium phone:flex phone:items-center phone:justify-between phone:px-4">
            <td colSpan={3} className="pl-edge phone:p-0">
              Together
            </td>
            <td className="px-cell text-right phone:p-0">
              {formatMoney(lines.total.amount, lines.total.currency, at)}
            </td>
            <td className="phone:hidden" />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Takes the sum of the products as the value of the opportunity, where it is another one. */
function UseAsValue({ opportunity, lines }: { opportunity: Opportunity; lines: Lines }) {
  const at = useListLocale();
  const edits = useOpportunityEdits();
  const same =
    opportunity.amount?.amount === lines.total.amount && opportunity.amount.currency === lines.total.currency;
  if (same || !opportunity.mayEdit) return null;
  const total = formatMoney(lines.total.amount, lines.total.currency, at);
  return (
    <Button
      variant="ghost"
      onClick={() =>
        edits
          .save(opportunity, "Value", { amount: lines.total }, `Value set to ${total}`)
          .catch((error: Error) => notify.error(error.message))
      }
    >
      {`Use ${total} as value`}
    </Button>
  );
}
