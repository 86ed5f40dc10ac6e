"use client";

import { Package } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { PageHeader } from "@/components/layout/page-header";
import { RecordHead, RecordLayout, RecordPage } from "@/components/layout/record-layout";
import { RecordFailed, RecordSkeleton } from "@/components/layout/record-states";
import { RecordTabs } from "@/components/layout/record-tabs";
import { RecordVerbs } from "@/components/layout/record-verbs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { formatMoney } from "@/lib/money";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { api } from "@/trpc/react";
import { useArchiveProducts, useRestoreProducts } from "../client";
import type { Product } from "../schema";
import { ProductDetails } from "./product-details";

export interface ProductRecordProps {
  id: string;
  /** What other domains know of this product, and how many. */
  deals: ReactNode;
  dealsCount: ReactNode;
}

/** The page of one product. */
export function ProductRecord({ id, deals, dealsCount }: ProductRecordProps) {
  const { href } = useWorkspace();
  const query = api.products.get.useQuery({ id });
  const list = { label: "Products", href: href("/products") };
  if (query.data) return <Loaded product={query.data} list={list} deals={deals} dealsCount={dealsCount} />;
  if (query.isPending) return <RecordSkeleton list={list} noun="product" />;
  return (
    <RecordFailed
      list={list}
      noun="product"
      error={query.error}
      busy={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

function Loaded({
  product,
  list,
  deals,
  dealsCount,
}: { product: Product; list: { label: string; href: string } } & Omit<ProductRecordProps, "id">) {
  const details = <ProductDetails product={product} />;
  const verbs = <ProductVerbs product={product} />;
  return (
    <>
      <PageHeader breadcrumb={[list, { label: product.name }]} phoneActions={verbs}>
        {verbs}
      </PageHeader>
      <RecordPage>
        <ProductHead product={product} />
        <div className="flex min-h-0 flex-1 flex-col hairline-t phone:block">
          <RecordLayout details={details}>
            <RecordTabs
              label={product.name}
              tabs={[
                { id: "opportunities", label: "Opportunities", count: dealsCount, panel: deals },
                { id: "details", label: "Details", only: "phone", panel: <div className="pb-6">{details}</div> },
              ]}
            />
          </RecordLayout>
        </div>
      </RecordPage>
    </>
  );
}

/** Name, price and SKU of a product; `verbs` stand at the right. */
export function ProductHead({ product, heading, verbs }: { product: Product; heading?: "h2"; verbs?: ReactNode }) {
  const at = useListLocale();
  const { sku, price } = product;
  return (
    <RecordHead
      mark={
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-inverse text-on-inverse">
          <Package aria-hidden className="size-4.5" />
        </span>
      }
      name={product.name}
      heading={heading}
      badge={
        <>
          {product.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity="product" id={product.id} />
        </>
      }
      facts={[
        { id: "price", text: price ? formatMoney(price.amount, price.currency, at) : "No price" },
        ...(sku ? [{ id: "sku", text: <span className="mono truncate">{sku}</span> }] : []),
      ]}
    >
      {verbs}
    </RecordHead>
  );
}

/** Archive with undo; an archived product can be brought back. */
export function ProductVerbs({ product }: { product: Product }) {
  const archive = useArchiveProducts();
  const restore = useRestoreProducts();
  return <RecordVerbs record={product} noun="product" onArchive={archive} onRestore={restore} />;
}
