import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { ProductList } from "@/modules/crm/products/components/product-list";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Products" };

export default async function ProductsPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  const { request } = await loadList(props.searchParams);
  await trpc.products.list.prefetchInfinite(request);
  return (
    <HydrateClient>
      <ProductList />
    </HydrateClient>
  );
}
