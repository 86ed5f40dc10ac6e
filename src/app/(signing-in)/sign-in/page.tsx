import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { SignInForm } from "@/modules/platform/identity/auth/components/sign-in-form";
import { safeNextPath } from "@/modules/platform/identity/auth/rules";
import { workspaceOfLink } from "@/modules/platform/workspace/tenants/operations/sign-in-link";
import { pictureMetadata, plainPicture } from "@/server/pictures";
import { requestOf } from "@/trpc/request";
import { type PageParams, pageParam } from "../../page-params";

interface Props {
  searchParams: PageParams;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const workspace = await workspaceOfLink(await pageParam(searchParams, "workspace"));
  const picture = workspace
    ? { title: `Sign in to ${workspace.name}`, line: "Your workspace on Throughline" }
    : plainPicture;
  return { title: "Sign in", ...pictureMetadata(picture) };
}

export default async function SignInPage({ searchParams }: Props) {
  const workspace = await workspaceOfLink(await pageParam(searchParams, "workspace"));
  const asked = await pageParam(searchParams, "next");
  const next = safeNextPath(asked ?? (workspace ? `/${workspace.slug}` : undefined));
  const { context } = await requestOf(null);
  if ((await context.identity()).actor.type === "person") redirect(next);
  return (
    <AuthLayout
      title={workspace ? `Sign in to ${workspace.name}` : "Sign in"}
      description={workspace ? "Continue to your workspace." : "Continue to your workspaces."}
    >
      <SignInForm next={next} address={await pageParam(searchParams, "email")} />
    </AuthLayout>
  );
}
