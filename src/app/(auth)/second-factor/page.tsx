import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { Link } from "@/components/ui/link";
import { RequiredFactor } from "@/modules/platform/identity/auth/components/required-factor";
import { safeNextPath } from "@/modules/platform/identity/auth/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";

export const metadata: Metadata = { title: "Second factor" };

export default async function SecondFactorPage({ searchParams }: { searchParams: PageParams }) {
  const next = safeNextPath(await pageParam(searchParams, "next"));
  const { api, prefetch, context, hydrate } = await identityApi();
  if ((await context.identity()).actor.type !== "person")
    redirect(`/sign-in?next=${encodeURIComponent(`/second-factor?next=${encodeURIComponent(next)}`)}`);
  await prefetch(api.auth.factors.queryOptions({}));
  return hydrate(
    <AuthLayout
      title="Second factor required"
      description={`${next.startsWith("/staff") ? "The staff console lets people" : "This workspace lets members"} in only with a second factor in addition to the password: a code from an app on your phone, or a passkey.`}
    >
      <RequiredFactor next={next} />
      <p className="mt-5">
        <Link href="/workspaces" className="link">
          Go to your workspaces
        </Link>
      </p>
    </AuthLayout>,
  );
}
