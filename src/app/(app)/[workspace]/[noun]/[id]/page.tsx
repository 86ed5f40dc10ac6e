import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { nounAt } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { callsAt, workspaceApi } from "@/trpc/server";
import { NounRecordPage } from "./noun-record-page";
import { tabsPrefetch } from "./tabs-prefetch";

type Props = { params: Promise<{ workspace: string; noun: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, noun: path, id } = await params;
  const noun = nounAt(path);
  if (!noun) return {};
  const { trpc } = await workspaceApi(workspace);
  const record = await callsAt(trpc, path)
    .get({ id })
    .catch(() => null);
  return { title: record?.name ?? capital(noun.head.one) };
}

export default async function RecordPage({ params }: Props) {
  const { workspace, noun: path, id } = await params;
  const noun = nounAt(path);
  if (!noun) notFound();
  const { trpc, HydrateClient } = await workspaceApi(workspace);
  await Promise.all([
    callsAt(trpc, path).get.prefetch({ id }),
    trpc.events.timeline.prefetchInfinite(timelineRequest(noun.entity, id)),
    tabsPrefetch[noun.entity]?.(trpc, id),
  ]);
  return (
    <HydrateClient>
      <NounRecordPage entity={noun.entity} id={id} />
    </HydrateClient>
  );
}
