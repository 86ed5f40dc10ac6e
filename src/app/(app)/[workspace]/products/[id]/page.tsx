import type { Metadata } from "next";
import { RelatedCount, RelatedOpportunities } from "@/modules/crm/opportunities/components/related-opportunities";
import { relatedRequest, withProduct } from "@/modules/crm/opportunities/components/related-requests";
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
    trpc.opportunities.list.prefetchInfinite(relatedRequest(withProduct(id), "all")),
    trpc.events.timeline.prefetchInfinite(timelineRequest("product", id)),
    trpc.pipelines.list.prefetch({ archived: true }),
  ]);
  return (
    <HydrateClient>
      <ProductRecord
        id={id}
        opportunitiesCount={<RelatedCount of={withProduct(id)} />}
        opportunities={
          <RelatedOpportunities
            of={withProduct(id)}
            accounts
            purpose="Opportunities with this product appear here. Add the product on an opportunity's page."
          />
        }
      />
    </HydrateClient>
  );
}
