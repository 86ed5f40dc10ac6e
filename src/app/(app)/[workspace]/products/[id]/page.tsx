import type { Metadata } from "next";
import { dealsRequest, withProduct } from "@/modules/crm/opportunities/components/deals-request";
import { DealsCount, RecordDeals } from "@/modules/crm/opportunities/components/record-deals";
import { ProductRecord } from "@/modules/crm/products/components/product-record";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  const product = await trpc.products.get({ id }).catch(() => null);
  return { title: product?.name ?? "Product" };
}

export default async function ProductPage({ params }: Props) {
  const { workspace, id } = await params;
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  await Promise.all([
    trpc.products.get.prefetch({ id }),
    trpc.opportunities.list.prefetchInfinite(dealsRequest(withProduct(id), "all")),
    trpc.events.timeline.prefetchInfinite(timelineRequest("product", id)),
    trpc.pipelines.list.prefetch({ archived: true }),
  ]);
  return (
    <HydrateClient>
      <ProductRecord
        id={id}
        dealsCount={<DealsCount of={withProduct(id)} />}
        deals={
          <RecordDeals
            of={withProduct(id)}
            accounts
            purpose="Opportunities with this product appear here. Add the product on an opportunity's page."
          />
        }
      />
    </HydrateClient>
  );
}
