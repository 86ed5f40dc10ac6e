import { capital, type NounSpec } from "./spec";

const folder = ({ path }: NounSpec) => `src/app/(app)/[workspace]/${path}`;
const apiOf = ({ path }: NounSpec) => (path.includes("-") ? `trpc["${path}"]` : `trpc.${path}`);
const listOf = ({ many, path }: NounSpec) => `{ label: "${capital(many)}", href: href("/${path}") }`;

const componentOf = ({ module, path, file }: NounSpec, part: string) =>
  `@/modules/${module}/${path}/components/${file}-${part}`;

/** The files of a noun's pages, by their paths: list, record, and what stands there while it loads or is not there. */
export function pageFiles(noun: NounSpec): Record<string, string> {
  const at = folder(noun);
  return {
    [`${at}/page.tsx`]: listPage(noun),
    [`${at}/not-found.tsx`]: notFoundPage(noun),
    [`${at}/[id]/loading.tsx`]: loadingPage(noun),
    [`${at}/[id]/layout.tsx`]: recordLayout(noun),
    [`${at}/[id]/page.tsx`]: recordPage(noun),
  };
}

function listPage(noun: NounSpec): string {
  const { model, many } = noun;
  return `import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadList } from "@/components/data-table/list-request-loader";
import { ${model}List } from "${componentOf(noun, "list")}";
import { workspaceApi } from "@/trpc/server";

export const metadata: Metadata = { title: "${capital(many)}" };

export default async function ${model}ListPage(props: {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { trpc, HydrateClient } = await workspaceApi((await props.params).workspace);
  const { request, groups } = await loadList(props.searchParams);
  if (groups) await ${apiOf(noun)}.groups.prefetch(groups);
  else await ${apiOf(noun)}.list.prefetchInfinite(request);
  return (
    <HydrateClient>
      <${model}List />
    </HydrateClient>
  );
}
`;
}

function notFoundPage(noun: NounSpec): string {
  const { model, one } = noun;
  return `"use client";

import { RecordMissing } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function ${model}NotFound() {
  const { href } = useWorkspace();
  return <RecordMissing list={${listOf(noun)}} noun="${one}" />;
}
`;
}

function loadingPage(noun: NounSpec): string {
  const { model, one } = noun;
  return `"use client";

import { RecordSkeleton } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";

export default function ${model}Loading() {
  const { href } = useWorkspace();
  return <RecordSkeleton list={${listOf(noun)}} noun="${one}" />;
}
`;
}

function recordLayout(noun: NounSpec): string {
  const { model } = noun;
  return `import type { ReactNode } from "react";
import { documentNeeds, workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }>; children: ReactNode };

export default async function ${model}Layout({ params, children }: Props) {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  await documentNeeds(() => ${apiOf(noun)}.get({ id }));
  return children;
}
`;
}

function recordPage(noun: NounSpec): string {
  const { model, one, entity } = noun;
  return `import type { Metadata } from "next";
import { ${model}Record } from "${componentOf(noun, "record")}";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { trpc } = await workspaceApi(workspace);
  const record = await ${apiOf(noun)}.get({ id }).catch(() => null);
  return { title: record?.name ?? "${capital(one)}" };
}

export default async function ${model}Page({ params }: Props) {
  const { workspace, id } = await params;
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  await Promise.all([
    ${apiOf(noun)}.get.prefetch({ id }),
    trpc.events.timeline.prefetchInfinite(timelineRequest("${entity}", id)),
  ]);
  return (
    <HydrateClient>
      <${model}Record id={id} />
    </HydrateClient>
  );
}
`;
}
