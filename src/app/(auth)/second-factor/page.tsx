import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { RequiredFactor } from "@/modules/platform/auth/components/required-factor";
import { nextPath } from "@/modules/platform/auth/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";

export const metadata: Metadata = { title: "Second factor" };

export default async function SecondFactorPage({ searchParams }: { searchParams: PageParams }) {
  const next = nextPath(await pageParam(searchParams, "next"));
  const { context, trpc, HydrateClient } = await identityApi();
  if ((await context.identity()).actor.type !== "person")
    redirect(`/sign-in?next=${encodeURIComponent(`/second-factor?next=${encodeURIComponent(next)}`)}`);
  await trpc.auth.factors.prefetch({});
  return (
    <HydrateClient>
      <AuthLayout
        title="Second factor required"
        description={`${next.startsWith("/staff") ? "The staff console lets people" : "This workspace lets members"} in with a second factor only. It takes a minute to set one up.`}
      >
        <RequiredFactor next={next} />
      </AuthLayout>
    </HydrateClient>
  );
}
